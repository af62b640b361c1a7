package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.IntegerResult;
import io.blink.runtime.expression.kernel.Kernel;
import java.time.ZoneId;

/** The whole units from one date or timestamp to another: TIMESTAMP_DIFF, DATEDIFF, and - between two of them. */
final class TimeDifference implements Kernel {
    private final DataType type;
    private final int fromIndex;
    private final int toIndex;
    private final TimeUnit unit;
    private final ClockValues from;
    private final ClockValues to;

    TimeDifference(CallSite site, int fromIndex, int toIndex, TimeUnit unit, ZoneId timeZone) {
        this.type = site.type();
        this.fromIndex = fromIndex;
        this.toIndex = toIndex;
        this.unit = unit;
        this.from = new ClockValues(site.argumentType(fromIndex), new ZoneOffsets(timeZone));
        this.to = new ClockValues(site.argumentType(toIndex), new ZoneOffsets(timeZone));
        if (!ClockValues.takes(site.argumentType(fromIndex)) || !ClockValues.takes(site.argumentType(toIndex))) {
            throw site.notSupportedForTypes();
        }
        if (!unit.isLength()) {
            throw site.invalidArgument("one cannot count in " + unit, null);
        }
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        long[] starts = from.micros(arguments[fromIndex].flat(), rows);
        long[] ends = to.micros(arguments[toIndex].flat(), rows);
        long[] result = new long[rows];
        if (unit.months() == 0) {
            long length = unit.micros();
            for (int i = 0; i < rows; i++) {
                result[i] = (ends[i] - starts[i]) / length;
            }
        } else {
            for (int i = 0; i < rows; i++) {
                result[i] = months(starts[i], ends[i]) / unit.months();
            }
        }
        if (type.kind() == TypeKind.INTERVAL_DAY_TIME) {
            return new LongColumn(rows, result, nulls);
        }
        if (type.kind() == TypeKind.INTERVAL_YEAR_MONTH) {
            return new IntColumn(rows, toInts(result), nulls);
        }
        return IntegerResult.column(type, result, nulls);
    }

    private static int[] toInts(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
        }
        return ints;
    }

    /** Whole months: one less (towards zero) where the time within the month has not come yet. */
    private static long months(long start, long end) {
        long startDay = Math.floorDiv(start, CivilDate.MICROS_PER_DAY);
        long endDay = Math.floorDiv(end, CivilDate.MICROS_PER_DAY);
        long startDate = CivilDate.ofDays(startDay);
        long endDate = CivilDate.ofDays(endDay);
        long months = (CivilDate.year(endDate) - CivilDate.year(startDate)) * 12L
                + CivilDate.month(endDate)
                - CivilDate.month(startDate);
        long startRest =
                CivilDate.day(startDate) * CivilDate.MICROS_PER_DAY + Math.floorMod(start, CivilDate.MICROS_PER_DAY);
        long endRest = CivilDate.day(endDate) * CivilDate.MICROS_PER_DAY + Math.floorMod(end, CivilDate.MICROS_PER_DAY);
        if (months > 0 && endRest < startRest) {
            return months - 1;
        }
        return months < 0 && endRest > startRest ? months + 1 : months;
    }
}
