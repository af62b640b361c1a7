package io.blink.sql.parser;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Spark's and PostgreSQL's intervals, whose text has the units: {@code INTERVAL '1 day 2 hours'}, {@code INTERVAL '3 months'}; and those of thousandths and millionths of seconds. */
final class SpelledIntervals {
    private static final Pattern PART = Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([A-Za-z]+)\\s*,?");
    private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1_000L);
    private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000L);

    private static final Map<String, Long> MONTHS = Map.of("YEAR", 12L, "QUARTER", 3L, "MONTH", 1L, "MON", 1L);

    private static final Map<String, Long> MICROS = Map.of(
            "WEEK", 604_800_000_000L,
            "DAY", 86_400_000_000L,
            "HOUR", 3_600_000_000L,
            "MINUTE", 60_000_000L,
            "MIN", 60_000_000L,
            "SECOND", 1_000_000L,
            "SEC", 1_000_000L,
            "MILLISECOND", 1_000L,
            "MICROSECOND", 1L);

    private SpelledIntervals() {}

    /** Whether a word may stand behind the text of an interval. */
    static boolean isUnit(String word) {
        String unit = singular(word);
        return switch (unit) {
            case "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND" -> true;
            default -> false;
        };
    }

    /** Whether a word that is no unit of the standard's may stand there too: {@code INTERVAL '500' MILLISECOND}. */
    static boolean isPartOfSecond(String word) {
        String unit = singular(word);
        return unit.equals("MILLISECOND") || unit.equals("MICROSECOND");
    }

    private static String singular(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return upper.endsWith("S") ? upper.substring(0, upper.length() - 1) : upper;
    }

    /** @param sign 1 or -1 */
    static SqlLiteral literal(String text, int sign, SqlParserPos position) {
        BigDecimal months = BigDecimal.ZERO;
        BigDecimal micros = BigDecimal.ZERO;
        boolean any = false;
        boolean anyMonths = false;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (part.find() && part.start() == end) {
            BigDecimal amount = new BigDecimal(part.group(1));
            String unit = singular(part.group(2));
            if (MONTHS.containsKey(unit)) {
                months = months.add(amount.multiply(BigDecimal.valueOf(MONTHS.get(unit))));
                anyMonths = true;
            } else if (MICROS.containsKey(unit)) {
                micros = micros.add(amount.multiply(BigDecimal.valueOf(MICROS.get(unit))));
            } else {
                throw unreadable(text, position);
            }
            any = true;
            end = part.end();
        }
        if (!any || !text.substring(end).isBlank()) {
            throw unreadable(text, position);
        }
        if (anyMonths && micros.signum() != 0) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_QUERY,
                    ParserPositions.of(position),
                    "an INTERVAL has years and months or days and times; add two of them: INTERVAL '1' MONTH + INTERVAL '2' DAY");
        }
        return anyMonths ? ofMonths(months, sign, position) : ofDays(micros, sign, position);
    }

    private static BlinkException unreadable(String text, SqlParserPos position) {
        return SqlErrors.at(
                SqlErrorCode.SYNTAX_ERROR,
                ParserPositions.of(position),
                "the interval '" + text + "' has no unit; write INTERVAL '1' DAY or INTERVAL '1 day 2 hours'");
    }

    private static SqlLiteral ofMonths(BigDecimal months, int sign, SqlParserPos position) {
        long whole = months.longValue();
        SqlIntervalQualifier unit = new SqlIntervalQualifier(TimeUnit.MONTH, null, position);
        return SqlLiteral.createInterval(whole < 0 ? -sign : sign, Long.toString(Math.abs(whole)), unit, position);
    }

    private static SqlLiteral ofDays(BigDecimal micros, int sign, SqlParserPos position) {
        if (micros.remainder(MICROS_PER_MILLI).signum() != 0) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_QUERY,
                    ParserPositions.of(position),
                    "an INTERVAL has whole milliseconds; for smaller steps use TIMESTAMPADD(MICROSECOND, n, t)");
        }
        BigDecimal seconds = micros.abs().divide(MICROS_PER_SECOND);
        long whole = seconds.longValue();
        String fraction = seconds.subtract(BigDecimal.valueOf(whole)).toPlainString();
        String time = String.format(
                Locale.ROOT,
                "%d %02d:%02d:%02d%s",
                whole / 86_400,
                whole / 3_600 % 24,
                whole / 60 % 60,
                whole % 60,
                fraction.length() > 2 ? fraction.substring(1) : "");
        boolean days = whole % 86_400 == 0 && fraction.length() <= 2;
        SqlIntervalQualifier unit = new SqlIntervalQualifier(TimeUnit.DAY, days ? null : TimeUnit.SECOND, position);
        return SqlLiteral.createInterval(
                micros.signum() < 0 ? -sign : sign, days ? Long.toString(whole / 86_400) : time, unit, position);
    }
}
