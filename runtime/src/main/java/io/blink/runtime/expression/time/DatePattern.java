package io.blink.runtime.expression.time;

import io.blink.core.column.TextBuffer;
import io.blink.core.time.CivilDate;
import io.blink.runtime.expression.kernel.CallSite;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A date pattern of Java ({@code yyyy-MM-dd HH:mm:ss}). Patterns of plain numeric fields are written without objects; others, and all reading, go through
 * java.time. Names of days and months are English. {@code y} counts as the year of the calendar, as SimpleDateFormat has it.
 */
final class DatePattern {
    private static final char LITERAL = 0;

    /** @param letter the field, or {@link #LITERAL} */
    private record Token(char letter, int width, String literal) {}

    private final String pattern;
    private final DateTimeFormatter formatter;
    private final List<Token> tokens;

    private DatePattern(String pattern, DateTimeFormatter formatter, List<Token> tokens) {
        this.pattern = pattern;
        this.formatter = formatter;
        this.tokens = tokens;
    }

    static DatePattern of(String pattern, CallSite site) {
        try {
            // The year of the era has no value before the year 1 and needs an era to be read.
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(yearsOfCalendar(pattern))
                    .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                    .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                    .toFormatter(Locale.ENGLISH);
            return new DatePattern(pattern, formatter, numericTokens(pattern));
        } catch (IllegalArgumentException e) {
            throw site.invalidArgument("'" + pattern + "' is no date pattern: " + e.getMessage(), e);
        }
    }

    private static String yearsOfCalendar(String pattern) {
        StringBuilder result = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            quoted ^= c == '\'';
            if (c == 'y' && !quoted) {
                result.setCharAt(i, 'u');
            }
        }
        return result.toString();
    }

    private static List<Token> numericTokens(String pattern) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int end = i;
            while (end < pattern.length() && pattern.charAt(end) == c) {
                end++;
            }
            if (!Character.isLetter(c)) {
                if ("'[]{}#".indexOf(c) >= 0) {
                    return null;
                }
                tokens.add(new Token(LITERAL, 0, pattern.substring(i, end)));
            } else if (isNumeric(c, end - i)) {
                tokens.add(new Token(c, end - i, null));
            } else {
                return null;
            }
            i = end;
        }
        return tokens;
    }

    private static boolean isNumeric(char letter, int width) {
        return switch (letter) {
            case 'y' -> width == 4;
            case 'M', 'd', 'H', 'm', 's' -> width == 2;
            case 'S' -> width <= 6;
            default -> false;
        };
    }

    void format(long micros, TextBuffer out, CallSite site) {
        long date = CivilDate.ofDays(Math.floorDiv(micros, CivilDate.MICROS_PER_DAY));
        if (tokens == null || CivilDate.year(date) < 0 || CivilDate.year(date) > 9999) {
            formatSlowly(micros, out, site);
            return;
        }
        long time = Math.floorMod(micros, CivilDate.MICROS_PER_DAY);
        for (Token token : tokens) {
            switch (token.letter()) {
                case 'y' -> out.appendPadded(CivilDate.year(date), 4);
                case 'M' -> out.appendPadded(CivilDate.month(date), 2);
                case 'd' -> out.appendPadded(CivilDate.day(date), 2);
                case 'H' -> out.appendPadded(time / CivilDate.MICROS_PER_HOUR, 2);
                case 'm' -> out.appendPadded(time / CivilDate.MICROS_PER_MINUTE % 60, 2);
                case 's' -> out.appendPadded(time / CivilDate.MICROS_PER_SECOND % 60, 2);
                case 'S' -> {
                    out.appendPadded(time % CivilDate.MICROS_PER_SECOND, 6);
                    out.truncate(out.length() - 6 + token.width());
                }
                default -> out.append(token.literal());
            }
        }
    }

    private void formatSlowly(long micros, TextBuffer out, CallSite site) {
        LocalDateTime value = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, CivilDate.MICROS_PER_SECOND),
                (int) Math.floorMod(micros, CivilDate.MICROS_PER_SECOND) * 1000,
                ZoneOffset.UTC);
        try {
            out.append(formatter.format(value));
        } catch (DateTimeException e) {
            throw site.invalidArgument("the pattern '" + pattern + "' cannot show " + value + ": " + e.getMessage(), e);
        }
    }

    /** Microseconds on the clock that the text shows, or {@code Long.MIN_VALUE} if it does not follow the pattern. */
    long parse(String text) {
        try {
            TemporalAccessor parsed = formatter.parse(text.trim());
            LocalDate date = parsed.query(TemporalQueries.localDate());
            long day = date == null ? 0 : date.toEpochDay();
            long time = parsed.isSupported(ChronoField.MICRO_OF_DAY)
                    ? parsed.getLong(ChronoField.MICRO_OF_DAY)
                    : parsed.isSupported(ChronoField.HOUR_OF_DAY)
                            ? parsed.get(ChronoField.HOUR_OF_DAY) * CivilDate.MICROS_PER_HOUR
                            : 0;
            return day * CivilDate.MICROS_PER_DAY + time;
        } catch (DateTimeException e) {
            return Long.MIN_VALUE;
        }
    }
}
