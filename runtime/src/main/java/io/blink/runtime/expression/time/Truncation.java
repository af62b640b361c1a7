package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.NullFlags;
import java.time.ZoneId;

/** DATE_TRUNC: dates and timestamps rounded down to a unit of the clock of the session's zone; weeks begin on Monday. */
final class Truncation implements Kernel {
    private final DataType from;
    private final DataType to;
    private final TimeUnit unit;
    private final ZoneOffsets zone;
    private final ClockValues clock;

    Truncation(CallSite site, ZoneId timeZone) {
        this.from = site.argumentType(1);
        this.to = site.type();
        this.unit = TimeUnit.of(site, 0);
        this.zone = new ZoneOffsets(timeZone);
        this.clock = new ClockValues(from, zone);
        boolean beyondTime = unit.months() > 0 || unit.micros() > CivilDate.MICROS_PER_DAY;
        if (!ClockValues.takes(from) || (from.kind() == TypeKind.TIME && beyondTime)) {
            throw site.notSupportedForTypes();
        }
        if (!unit.isLength()) {
            throw site.invalidArgument("one cannot round to " + unit, null);
        }
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        Column flat = arguments[1].flat();
        if (to.kind() == TypeKind.DATE) {
            long[] days = clock.days(flat, rows);
            int[] result = new int[rows];
            for (int i = 0; i < rows; i++) {
                result[i] = (int)
                        (unit.micros() >= CivilDate.MICROS_PER_DAY || unit.months() > 0 ? days(days[i]) : days[i]);
            }
            return new IntColumn(rows, result, nulls);
        }
        long[] micros = clock.micros(flat, rows);
        TimestampResult result = new TimestampResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                long truncated = micros(micros[i]);
                result.put(i, to.kind() == TypeKind.TIMESTAMP_LTZ ? zone.toInstant(truncated) : truncated, 0);
            }
        }
        return result.column(nulls);
    }

    private long micros(long micros) {
        if (unit.months() == 0 && unit != TimeUnit.WEEK) {
            return micros - Math.floorMod(micros, unit.micros());
        }
        return days(Math.floorDiv(micros, CivilDate.MICROS_PER_DAY)) * CivilDate.MICROS_PER_DAY;
    }

    private long days(long day) {
        if (unit == TimeUnit.DAY) {
            return day;
        }
        if (unit == TimeUnit.WEEK) {
            return day - Math.floorMod(day + 3, 7L);
        }
        long date = CivilDate.ofDays(day);
        int year = CivilDate.year(date);
        int month = CivilDate.month(date);
        return switch (unit) {
            case MONTH -> day - CivilDate.day(date) + 1;
            case QUARTER -> CivilDate.toDays(year, month - (month - 1) % 3, 1);
            case YEAR -> CivilDate.toDays(year, 1, 1);
            case DECADE -> CivilDate.toDays(Math.floorDiv(year, 10) * 10, 1, 1);
            // The first century began with the year 1.
            case CENTURY -> CivilDate.toDays(Math.floorDiv(year - 1, 100) * 100 + 1, 1, 1);
            default -> CivilDate.toDays(Math.floorDiv(year - 1, 1000) * 1000 + 1, 1, 1);
        };
    }
}
