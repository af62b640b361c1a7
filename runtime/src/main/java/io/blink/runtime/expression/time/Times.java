package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.time.CivilDate;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.time.ZoneId;

/** Makes the kernels of functions over dates, times and intervals. */
public final class Times {
    /** The precision that says milliseconds. */
    private static final long MILLIS = 3;

    private Times() {}

    /** Arithmetic in which dates, times or intervals take part. */
    public static Kernel arithmetic(CallSite site, ZoneId timeZone) {
        if (isInterval(site.type().kind()) && !isMoment(site.argumentType(0).kind())) {
            return new IntervalArithmetic(site);
        }
        int sign = site.function() == ScalarFunction.SUBTRACT ? -1 : 1;
        if (site.function() != ScalarFunction.ADD && sign > 0) {
            throw site.notSupportedForTypes();
        }
        TypeKind left = site.argumentType(0).kind();
        TypeKind right = site.argumentType(1).kind();
        if (isMoment(left) && isInterval(right)) {
            return addition(site, 0, 1, sign, timeZone);
        }
        if (sign > 0 && isInterval(left) && isMoment(right)) {
            return addition(site, 1, 0, sign, timeZone);
        }
        if (sign < 0 && isMoment(left) && isMoment(right)) {
            return new TimeDifference(site, 1, 0, differenceUnit(site.type().kind()), timeZone);
        }
        if (left == TypeKind.DATE && right.isInteger()) {
            return new TimeAddition(site, 0, 1, 0, sign * CivilDate.MICROS_PER_DAY, timeZone);
        }
        throw site.notSupportedForTypes();
    }

    private static TimeUnit differenceUnit(TypeKind type) {
        return switch (type) {
            case INTERVAL_YEAR_MONTH -> TimeUnit.MONTH;
            case INTERVAL_DAY_TIME -> TimeUnit.MICROSECOND;
            default -> TimeUnit.DAY;
        };
    }

    private static Kernel addition(CallSite site, int value, int interval, int sign, ZoneId timeZone) {
        boolean months = site.argumentType(interval).kind() == TypeKind.INTERVAL_YEAR_MONTH;
        return new TimeAddition(site, value, interval, months ? sign : 0, months ? 0 : sign, timeZone);
    }

    public static boolean isInterval(TypeKind kind) {
        return kind == TypeKind.INTERVAL_YEAR_MONTH || kind == TypeKind.INTERVAL_DAY_TIME;
    }

    private static boolean isMoment(TypeKind kind) {
        return kind == TypeKind.DATE
                || kind == TypeKind.TIME
                || kind == TypeKind.TIMESTAMP
                || kind == TypeKind.TIMESTAMP_LTZ;
    }

    /** Functions by name; {@code null} for others. */
    public static Kernel create(CallSite site, ZoneId timeZone) {
        return switch (site.function()) {
            case EXTRACT -> new Extraction(site, timeZone);
            case DATE_TRUNC -> new Truncation(site, timeZone);
            case TIMESTAMP_ADD -> {
                TimeUnit unit = TimeUnit.of(site, 0);
                if (!unit.isLength()) {
                    throw site.invalidArgument("one cannot count in " + unit, null);
                }
                yield new TimeAddition(site, 2, 1, unit.months(), unit.micros(), timeZone);
            }
            case TIMESTAMP_DIFF -> new TimeDifference(site, 1, 2, TimeUnit.of(site, 0), timeZone);
            case DATEDIFF -> new TimeDifference(site, 1, 0, TimeUnit.DAY, timeZone);
            case DATE_ADD -> new TimeAddition(site, 0, 1, 0, CivilDate.MICROS_PER_DAY, timeZone);
            case DATE_SUB -> new TimeAddition(site, 0, 1, 0, -CivilDate.MICROS_PER_DAY, timeZone);
            case LAST_DAY -> (arguments, nulls, rows) -> lastDays((IntColumn) arguments[0].flat(), nulls, rows);
            case MONTHS_BETWEEN -> Calendar::monthsBetween;
            case NEXT_DAY -> (arguments, nulls, rows) -> Calendar.nextDay(site, arguments, nulls, rows);
            case MAKE_DATE -> (arguments, nulls, rows) -> Calendar.date(site, arguments, nulls, rows);
            case MAKE_TIMESTAMP -> (arguments, nulls, rows) -> Calendar.timestamp(site, arguments, nulls, rows);
            case CONVERT_TZ -> new ZoneConversion(site)::convert;
            case FROM_UTC_TIMESTAMP -> new ZoneConversion(site)::fromUtc;
            case TO_UTC_TIMESTAMP -> new ZoneConversion(site)::toUtc;
            case DATE_FORMAT -> new TimeText(site, timeZone)::format;
            case FROM_UNIXTIME -> new TimeText(site, timeZone)::fromUnixTime;
            case TO_DATE, TO_TIMESTAMP -> new TimeText(site, timeZone)::parse;
            case TO_TIMESTAMP_LTZ ->
                !site.argumentType(0).kind().isCharacter()
                        ? (arguments, nulls, rows) -> instants(site, arguments, nulls, rows)
                        : site.call().arguments().size() > 2
                                ? new ZoneConversion(site)::instants
                                : new TimeText(site, timeZone)::parse;
            case UNIX_TIMESTAMP ->
                site.argumentType(0).kind().isCharacter()
                        ? new TimeText(site, timeZone)::parse
                        : new TimeText(site, timeZone)::seconds;
            default -> null;
        };
    }

    private static Column instants(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        LongArgument numbers = LongArgument.of(arguments[0]);
        LongArgument precisions = arguments.length > 1 ? LongArgument.of(arguments[1]) : null;
        TimestampResult result = new TimestampResult(site.type(), rows);
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                result.put(i, instant(site, numbers.at(i), precisions == null ? MILLIS : precisions.at(i)), 0);
            }
        }
        return result.column(nulls);
    }

    private static long instant(CallSite site, long number, long precision) {
        if (precision != 0 && precision != MILLIS) {
            throw site.invalidArgument(
                    "the precision is " + precision + "; it is 0 (seconds) or 3 (milliseconds)", null);
        }
        long micros = precision == 0 ? CivilDate.MICROS_PER_SECOND : CivilDate.MICROS_PER_SECOND / 1000;
        if (Math.abs(number) > Long.MAX_VALUE / micros / 2) {
            throw site.invalidArgument(number + " is beyond the range of timestamps", null);
        }
        return number * micros;
    }

    private static Column lastDays(IntColumn dates, boolean[] nulls, int rows) {
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            long date = CivilDate.ofDays(dates.values()[i]);
            int length = CivilDate.daysInMonth(CivilDate.year(date), CivilDate.month(date));
            result[i] = dates.values()[i] + length - CivilDate.day(date);
        }
        return new IntColumn(rows, result, nulls);
    }
}
