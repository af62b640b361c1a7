package io.blink.formats.partition;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.formats.FormatErrorCode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time at which a partition begins, taken from its values: a pattern like {@code $dt $hour:00:00} puts a text together, a formatter reads it. A time without
 * a zone; what it is compared with decides the zone. Immutable.
 */
public final class PartitionTime {
    public static final ConfigOption<String> KIND = ConfigOption.string(
            "partition.time-extractor.kind",
            "default",
            "How the time of a partition is found: default (from its values by pattern and formatter).");

    public static final ConfigOption<String> CLASS = ConfigOption.string(
            "partition.time-extractor.class", null, "Class of the kind custom, which Blink does not run.");

    public static final ConfigOption<String> PATTERN = ConfigOption.string(
            "partition.time-extractor.timestamp-pattern",
            null,
            "The time of a partition with $ and a partition column for its value, like $dt $hour:00:00; else the first value.");

    public static final ConfigOption<String> FORMATTER = ConfigOption.string(
            "partition.time-extractor.timestamp-formatter",
            null,
            "Java's DateTimeFormatter pattern of that text; else yyyy-MM-dd with or without HH:mm:ss.");

    /** One or two digits where two are usual, as {@code 2024-1-1 5:00:00} is how an INT partition spells it. */
    private static final DateTimeFormatter USUAL = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.NORMAL)
            .appendLiteral('-')
            .appendValue(ChronoField.MONTH_OF_YEAR, 1, 2, SignStyle.NORMAL)
            .appendLiteral('-')
            .appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NORMAL)
            .optionalStart()
            .appendLiteral(' ')
            .appendValue(ChronoField.HOUR_OF_DAY, 1, 2, SignStyle.NORMAL)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 1, 2, SignStyle.NORMAL)
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 1, 2, SignStyle.NORMAL)
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalEnd()
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    /** A literal text, or the value of a partition column. @param column -1: the text */
    private record Piece(String text, int column) {}

    private final String table;
    private final List<String> columns;
    private final List<Piece> pieces;
    private final String expected;
    private final DateTimeFormatter formatter;

    private PartitionTime(
            String table, List<String> columns, List<Piece> pieces, String expected, DateTimeFormatter formatter) {
        this.table = table;
        this.columns = columns;
        this.pieces = pieces;
        this.expected = expected;
        this.formatter = formatter;
    }

    /** The options that {@link #of} reads. */
    public static List<ConfigOption<?>> options() {
        return List.of(KIND, CLASS, PATTERN, FORMATTER);
    }

    /**
     * Refuses what it cannot follow, by table and option.
     *
     * @param table for errors
     * @param columns the partition columns in order, at least one
     */
    public static PartitionTime of(String table, List<String> columns, Configuration options) {
        String kind = options.get(KIND);
        if (!kind.equalsIgnoreCase("default")) {
            boolean custom = kind.equalsIgnoreCase("custom");
            throw new BlinkException(
                    custom ? CoreErrorCode.NOT_SUPPORTED : CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + KIND.key() + "' = '" + kind + "' of " + table + ": "
                            + (custom
                                    ? "Blink does not run classes that find the time of a partition; say it with '"
                                            + PATTERN.key() + "' and '" + FORMATTER.key() + "'"
                                    : "the kinds are default and custom."
                                            + NearestName.hint(kind, List.of("default", "custom"))));
        }
        Optional<String> pattern = options.optional(PATTERN);
        Optional<String> format = options.optional(FORMATTER);
        return new PartitionTime(
                table,
                List.copyOf(columns),
                pattern.map(text -> pieces(text, table, columns)).orElseGet(() -> List.of(new Piece("", 0))),
                format.orElse("yyyy-MM-dd [HH:mm:ss]"),
                format.map(text -> formatter(text, table)).orElse(USUAL));
    }

    private static DateTimeFormatter formatter(String pattern, String table) {
        try {
            return DateTimeFormatter.ofPattern(pattern);
        } catch (IllegalArgumentException e) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + FORMATTER.key() + "' = '" + pattern + "' of " + table + " is no pattern of a time: "
                            + e.getMessage(),
                    e);
        }
    }

    private static List<Piece> pieces(String pattern, String table, List<String> columns) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int dollar = pattern.indexOf('$'); dollar >= 0; dollar = pattern.indexOf('$', from)) {
            if (dollar > from) {
                pieces.add(new Piece(pattern.substring(from, dollar), -1));
            }
            String named = columnAt(pattern, dollar + 1, table, columns);
            pieces.add(new Piece("", columns.indexOf(named)));
            from = dollar + 1 + named.length();
        }
        if (from < pattern.length()) {
            pieces.add(new Piece(pattern.substring(from), -1));
        }
        return List.copyOf(pieces);
    }

    /** The longest name that stands there, so that {@code $hour} is not the column {@code h}. */
    private static String columnAt(String pattern, int offset, String table, List<String> columns) {
        return columns.stream()
                .filter(name -> pattern.regionMatches(true, offset, name, 0, name.length()))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new BlinkException(
                        CoreErrorCode.INVALID_CONFIGURATION,
                        "'" + PATTERN.key() + "' = '" + pattern + "' of " + table
                                + " names no partition column behind the $ at position " + offset
                                + "; the partition columns are " + columns));
    }

    /** The time of one partition. @param values texts of the partition columns, in order; NULL by whatever word the table has for it */
    public LocalDateTime of(List<String> values) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.column() < 0 ? piece.text() : values.get(piece.column())));
        try {
            TemporalAccessor parsed = formatter.parseBest(text, LocalDateTime::from, LocalDate::from);
            return parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed);
        } catch (DateTimeException e) {
            throw new BlinkException(
                    FormatErrorCode.INVALID_PARTITION_TIME,
                    "The time of partition " + name(values) + " of " + table + " would be '" + text
                            + "', which is not of the form "
                            + expected + "; set '" + PATTERN.key() + "' and '" + FORMATTER.key() + "' so that they fit"
                            + " every value, or keep such rows out of the table",
                    e);
        }
    }

    /** The same as microseconds since 1970 of a clock in that zone. */
    public long micros(List<String> values, ZoneId zone) {
        LocalDateTime time = of(values);
        return Math.addExact(Math.multiplyExact(time.atZone(zone).toEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    private String name(List<String> values) {
        return String.join(
                "/",
                Stream.iterate(0, i -> i + 1)
                        .limit(columns.size())
                        .map(i -> columns.get(i) + "=" + values.get(i))
                        .toList());
    }
}
