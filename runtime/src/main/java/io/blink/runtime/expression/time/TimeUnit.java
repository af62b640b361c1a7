package io.blink.runtime.expression.time;

import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.time.CivilDate;
import io.blink.runtime.expression.kernel.CallSite;
import java.util.Arrays;
import java.util.Locale;

/** The units of EXTRACT, DATE_TRUNC, TIMESTAMP_ADD and TIMESTAMP_DIFF. */
enum TimeUnit {
    MILLENNIUM(12_000, 0),
    CENTURY(1_200, 0),
    DECADE(120, 0),
    YEAR(12, 0),
    QUARTER(3, 0),
    MONTH(1, 0),
    WEEK(0, 7 * CivilDate.MICROS_PER_DAY),
    DAY(0, CivilDate.MICROS_PER_DAY),
    HOUR(0, CivilDate.MICROS_PER_HOUR),
    MINUTE(0, CivilDate.MICROS_PER_MINUTE),
    SECOND(0, CivilDate.MICROS_PER_SECOND),
    MILLISECOND(0, 1000),
    MICROSECOND(0, 1),
    NANOSECOND(0, 0),
    ISOYEAR(0, 0),
    DOY(0, 0),
    DOW(0, 0),
    ISODOW(0, 0),
    EPOCH(0, 0);

    private final int months;
    private final long micros;

    TimeUnit(int months, long micros) {
        this.months = months;
        this.micros = micros;
    }

    /** Its length in months; 0 if it is none of whole months. */
    int months() {
        return months;
    }

    /** Its length in microseconds; 0 if it has none. */
    long micros() {
        return micros;
    }

    boolean isLength() {
        return months != 0 || micros != 0;
    }

    /** The unit that an argument names, also in the plural and as SQL_TSI_…. */
    static TimeUnit of(CallSite site, int argument) {
        Expression unit = site.call().arguments().get(argument);
        if (!(unit instanceof Literal literal) || literal.isNull()) {
            throw site.invalidArgument("the unit must be a literal, one of " + Arrays.toString(values()), null);
        }
        String name = literal.value().trim().toUpperCase(Locale.ROOT).replace("SQL_TSI_", "");
        for (TimeUnit known : values()) {
            if (known.name().equals(name) || (known.name() + "S").equals(name)) {
                return known;
            }
        }
        return switch (name) {
            case "DAYOFWEEK" -> DOW;
            case "DAYOFYEAR" -> DOY;
            case "CENTURIES" -> CENTURY;
            case "FRAC_SECOND" -> MICROSECOND;
            default ->
                throw site.invalidArgument(
                        "'" + literal.value() + "' is no unit; the units are " + Arrays.toString(values()), null);
        };
    }
}
