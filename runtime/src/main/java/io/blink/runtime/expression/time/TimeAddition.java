package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.time.ZoneId;

/**
 * A date, time or timestamp plus an amount of months or of microseconds: + and - with intervals, TIMESTAMP_ADD, DATE_ADD and DATE_SUB. Months are counted
 * on the calendar of the session's zone, microseconds on the time line; a TIME turns over at midnight.
 */
final class TimeAddition implements Kernel {
    private final CallSite site;
    private final int valueIndex;
    private final int amountIndex;
    private final DataType from;
    private final DataType to;
    private final long months;
    private final long micros;
    private final ZoneOffsets zone;

    /**
     * @param months months of one unit of the amount, negative to subtract; 0 if it counts microseconds
     * @param micros microseconds of one unit
     */
    TimeAddition(CallSite site, int valueIndex, int amountIndex, long months, long micros, ZoneId timeZone) {
        this.site = site;
        this.valueIndex = valueIndex;
        this.amountIndex = amountIndex;
        this.from = site.argumentType(valueIndex);
        this.to = site.type();
        this.months = months;
        this.micros = micros;
        this.zone = new ZoneOffsets(timeZone);
        if (!ClockValues.takes(from) || !ClockValues.takes(to)) {
            throw site.notSupportedForTypes();
        }
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        LongArgument amounts = LongArgument.of(arguments[amountIndex]);
        Column flat = arguments[valueIndex].flat();
        try {
            return to.kind() == TypeKind.DATE
                    ? dates(flat, amounts, nulls, rows)
                    : timestamps(flat, amounts, nulls, rows);
        } catch (ArithmeticException e) {
            throw site.invalidArgument("the result is outside the range of " + to.withNullable(true), e);
        }
    }

    private Column dates(Column flat, LongArgument amounts, boolean[] nulls, int rows) {
        long[] days = new ClockValues(from, zone).days(flat, rows);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                continue;
            }
            long moved = months != 0
                    ? CivilDate.plusMonths(days[i], Math.multiplyExact(amounts.at(i), months))
                    : days[i] + Math.multiplyExact(amounts.at(i), micros) / CivilDate.MICROS_PER_DAY;
            result[i] = Math.toIntExact(moved);
        }
        return new IntColumn(rows, result, nulls);
    }

    private Column timestamps(Column flat, LongArgument amounts, boolean[] nulls, int rows) {
        boolean instants = from.kind() == TypeKind.TIMESTAMP_LTZ;
        long[] values = flat instanceof IntColumn
                ? new ClockValues(from, zone).micros(flat, rows)
                : TimestampArgument.of(flat).micros();
        int[] nanos = ClockValues.nanos(flat);
        TimestampResult result = new TimestampResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                continue;
            }
            long moved;
            if (months == 0) {
                moved = Math.addExact(values[i], Math.multiplyExact(amounts.at(i), micros));
            } else {
                long clock = instants ? zone.toLocal(values[i]) : values[i];
                long moves = Math.multiplyExact(amounts.at(i), months);
                long shifted = plusMonths(clock, moves);
                moved = instants ? zone.toInstant(shifted) : shifted;
            }
            result.put(
                    i,
                    to.kind() == TypeKind.TIME ? Math.floorMod(moved, CivilDate.MICROS_PER_DAY) : moved,
                    nanos == null ? 0 : nanos[i]);
        }
        return result.column(nulls);
    }

    private static long plusMonths(long micros, long months) {
        long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
        long moved = CivilDate.plusMonths(day, months);
        return Math.addExact(
                Math.multiplyExact(moved, CivilDate.MICROS_PER_DAY), micros - day * CivilDate.MICROS_PER_DAY);
    }
}
