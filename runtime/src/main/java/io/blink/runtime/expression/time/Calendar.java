package io.blink.runtime.expression.time;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.time.CivilDate;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.Locale;

/** Functions of the calendar: MONTHS_BETWEEN, NEXT_DAY, MAKE_DATE, MAKE_TIMESTAMP. At nulls the results are undefined. */
final class Calendar {
    private static final String[] DAYS = {"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"};
    private static final int DAY_LETTERS_MIN = 2;
    private static final double SECONDS_PER_MONTH = 31 * 86_400.0;
    private static final double ROUNDING = 1e8;
    private static final long YEAR_MAX = 294_000;

    private Calendar() {}

    /** Whole between equal days of months and between last days of months; else a day is the 31st part of a month. */
    static Column monthsBetween(Column[] arguments, boolean[] nulls, int rows) {
        TimestampArgument ends = TimestampArgument.of(arguments[0]);
        TimestampArgument starts = TimestampArgument.of(arguments[1]);
        boolean[] rounded = rounded(arguments, rows);
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                continue;
            }
            double months = months(ends.micros(i), starts.micros(i));
            result[i] = rounded[i] ? Math.round(months * ROUNDING) / ROUNDING : months;
        }
        return new DoubleColumn(rows, result, nulls);
    }

    private static boolean[] rounded(Column[] arguments, int rows) {
        boolean[] rounded = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            rounded[i] = arguments.length < 3 || truth(arguments[2], i);
        }
        return rounded;
    }

    private static boolean truth(Column column, int row) {
        return column instanceof ConstantColumn constant
                ? ((ByteColumn) constant.value()).values()[0] != 0
                : ((ByteColumn) column).values()[row] != 0;
    }

    private static double months(long end, long start) {
        long endDay = Math.floorDiv(end, CivilDate.MICROS_PER_DAY);
        long startDay = Math.floorDiv(start, CivilDate.MICROS_PER_DAY);
        long endDate = CivilDate.ofDays(endDay);
        long startDate = CivilDate.ofDays(startDay);
        double whole = (CivilDate.year(endDate) - CivilDate.year(startDate)) * 12.0
                + CivilDate.month(endDate)
                - CivilDate.month(startDate);
        boolean lastDays = isLastDay(endDate) && isLastDay(startDate);
        if (CivilDate.day(endDate) == CivilDate.day(startDate) || lastDays) {
            return whole;
        }
        long days = CivilDate.day(endDate) - CivilDate.day(startDate);
        long seconds = Math.floorMod(end, CivilDate.MICROS_PER_DAY) / CivilDate.MICROS_PER_SECOND
                - Math.floorMod(start, CivilDate.MICROS_PER_DAY) / CivilDate.MICROS_PER_SECOND;
        return whole + (days * 86_400 + seconds) / SECONDS_PER_MONTH;
    }

    private static boolean isLastDay(long date) {
        return CivilDate.day(date) == CivilDate.daysInMonth(CivilDate.year(date), CivilDate.month(date));
    }

    /** The first day of that name after the date; names may be cut to two letters. */
    static Column nextDay(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        int[] dates = ((IntColumn) arguments[0].flat()).values();
        BytesArgument names = BytesArgument.of(arguments[1]);
        int[] result = new int[rows];
        int known = -1;
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                continue;
            }
            known = known < 0 || names.stride() != 0 ? dayOfWeek(site, names.string(i)) : known;
            // Day 0 is a Thursday, the fourth day of the week.
            result[i] = dates[i] + 7 - Math.floorMod(dates[i] + 3 - known, 7);
        }
        return new IntColumn(rows, result, nulls);
    }

    private static int dayOfWeek(CallSite site, String text) {
        String name = text.trim().toUpperCase(Locale.ROOT);
        for (int day = 0; name.length() >= DAY_LETTERS_MIN && day < DAYS.length; day++) {
            if (DAYS[day].startsWith(name)) {
                return day;
            }
        }
        throw site.invalidArgument("'" + text + "' is no day of the week; MON or MONDAY is one", null);
    }

    static Column date(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        LongArgument[] parts = parts(arguments, 3);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                result[i] = (int) days(site, parts, i);
            }
        }
        return new IntColumn(rows, result, nulls);
    }

    /** The seconds come with six digits behind the point. */
    static Column timestamp(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        LongArgument[] parts = parts(arguments, 6);
        TimestampResult result = new TimestampResult(site.type(), rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                continue;
            }
            long hour = inRange(site, "hour", parts[3].at(i), 0, 23);
            long minute = inRange(site, "minute", parts[4].at(i), 0, 59);
            long micros = parts[5].at(i);
            if (micros < 0 || micros >= CivilDate.MICROS_PER_MINUTE) {
                throw site.invalidArgument("the seconds must be at least 0 and below 60", null);
            }
            long time = hour * CivilDate.MICROS_PER_HOUR + minute * CivilDate.MICROS_PER_MINUTE + micros;
            result.put(i, days(site, parts, i) * CivilDate.MICROS_PER_DAY + time, 0);
        }
        return result.column(nulls);
    }

    private static LongArgument[] parts(Column[] arguments, int count) {
        LongArgument[] parts = new LongArgument[count];
        for (int i = 0; i < count; i++) {
            parts[i] = LongArgument.of(arguments[i]);
        }
        return parts;
    }

    private static long days(CallSite site, LongArgument[] parts, int row) {
        int year = (int) inRange(site, "year", parts[0].at(row), -YEAR_MAX, YEAR_MAX);
        int month = (int) inRange(site, "month", parts[1].at(row), 1, 12);
        int day = (int) inRange(site, "day", parts[2].at(row), 1, CivilDate.daysInMonth(year, month));
        return CivilDate.toDays(year, month, day);
    }

    private static long inRange(CallSite site, String what, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw site.invalidArgument(
                    "the " + what + " is " + value + "; it must lie between " + least + " and " + greatest, null);
        }
        return value;
    }
}
