package io.blink.connectors.datagen;

import io.blink.connectors.ConnectorErrorCode;
import io.blink.core.config.Durations;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.hash.ValueHash;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code fields.<column>.<property>}. */
final class FieldOptions {
    private static final List<String> PROPERTIES =
            List.of("kind", "min", "max", "start", "end", "length", "null-rate", "interval");

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final CatalogTable table;
    private final long startMicros;
    private final long rowsPerSecond;

    FieldOptions(CatalogTable table, long startMicros, long rowsPerSecond) {
        this.table = table;
        this.startMicros = startMicros;
        this.rowsPerSecond = rowsPerSecond;
        checkKeys();
    }

    private void checkKeys() {
        List<String> columns = table.columns().stream()
                .flatMap(column -> paths(column.name(), column.type()))
                .toList();
        for (String key : table.options().keySet()) {
            if (!key.startsWith(DatagenConnectorFactory.FIELD_PREFIX)) {
                continue;
            }
            int dot = key.lastIndexOf('.');
            String column = key.substring(
                    DatagenConnectorFactory.FIELD_PREFIX.length(),
                    Math.max(dot, DatagenConnectorFactory.FIELD_PREFIX.length()));
            String property = key.substring(dot + 1);
            if (columns.stream().noneMatch(column::equalsIgnoreCase)) {
                throw invalid("'" + key + "' names no column of the table." + NearestName.hint(column, columns));
            }
            if (!PROPERTIES.contains(property)) {
                throw invalid("'" + key + "': there is no '" + property + "'; there are " + PROPERTIES + "."
                        + NearestName.hint(property, PROPERTIES));
            }
        }
    }

    /** The column, and of a ROW its fields with the column's name and a point in front. */
    private static Stream<String> paths(String name, DataType type) {
        Stream<String> fields = type.kind() == TypeKind.ROW
                ? type.fields().stream().flatMap(field -> paths(name + "." + field.name(), field.type()))
                : Stream.empty();
        return Stream.concat(Stream.of(name), fields);
    }

    private BlinkException invalid(String what) {
        return new BlinkException(ConnectorErrorCode.INVALID_GENERATOR, "Table " + table.path() + ": " + what);
    }

    FieldGenerator generator(ColumnDefinition column) {
        DataType type = column.type();
        FieldGenerator.Kind kind = kind(column);
        double nullRate = Double.parseDouble(option(column, "null-rate", "0"));
        long seed = ValueHash.ofBytes(
                column.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                0,
                column.name().length());
        if (type.kind() == TypeKind.ROW) {
            List<FieldGenerator> fields = type.fields().stream()
                    .map(field -> generator(new ColumnDefinition(column.name() + "." + field.name(), field.type())))
                    .toList();
            return FieldGenerator.ofRow(type, nullRate, seed, fields);
        }
        int length = Integer.parseInt(
                option(column, "length", type.precision() == DataType.UNBOUNDED ? "16" : "" + type.precision()));
        boolean sequence = kind == FieldGenerator.Kind.SEQUENCE;
        long minimum = bound(column, sequence ? "start" : "min", defaultMinimum(type));
        long maximum = bound(column, sequence ? "end" : "max", defaultMaximum(type, sequence));
        if (maximum < minimum) {
            throw invalid("column '" + column.name() + "' would run from " + minimum + " to " + maximum);
        }
        return new FieldGenerator(
                type, kind, minimum, maximum, step(column), stepRows(column), length, nullRate, seed, List.of());
    }

    private FieldGenerator.Kind kind(ColumnDefinition column) {
        boolean timestamp = isTimestamp(column.type());
        String text = option(column, "kind", timestamp ? "sequence" : "random");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "random" -> FieldGenerator.Kind.RANDOM;
            case "sequence" -> FieldGenerator.Kind.SEQUENCE;
            default ->
                throw invalid("column '" + column.name() + "': kind '" + text + "' is neither random nor sequence");
        };
    }

    static boolean isTimestamp(DataType type) {
        return type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
    }

    private String option(ColumnDefinition column, String property, String otherwise) {
        for (Map.Entry<String, String> entry : table.options().entrySet()) {
            if (entry.getKey()
                    .equalsIgnoreCase(DatagenConnectorFactory.FIELD_PREFIX + column.name() + "." + property)) {
                return entry.getValue();
            }
        }
        return otherwise;
    }

    private long step(ColumnDefinition column) {
        if (!isTimestamp(column.type())) {
            return 1;
        }
        String interval = option(column, "interval", null);
        if (interval != null) {
            return Durations.parse(interval).toNanos() / 1000;
        }
        return rowsPerSecond > 0 ? MICROS_PER_SECOND : 1000;
    }

    /** Times go on as rows come, whether or not a second's rows are that many whole microseconds apart. */
    private long stepRows(ColumnDefinition column) {
        boolean paced = isTimestamp(column.type()) && option(column, "interval", null) == null && rowsPerSecond > 0;
        return paced ? rowsPerSecond : 1;
    }

    private long bound(ColumnDefinition column, String property, long otherwise) {
        String text = option(column, property, null);
        if (text == null) {
            return otherwise;
        }
        try {
            return switch (column.type().kind()) {
                case DECIMAL ->
                    new BigDecimal(text)
                            .setScale(column.type().scale())
                            .unscaledValue()
                            .longValueExact();
                case DATE -> LocalDate.parse(text).toEpochDay();
                case TIMESTAMP, TIMESTAMP_LTZ -> micros(text);
                default -> Long.parseLong(text);
            };
        } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException e) {
            throw invalid("'" + DatagenConnectorFactory.FIELD_PREFIX + column.name() + "." + property + "' = '" + text
                    + "' is no " + column.type());
        }
    }

    static long micros(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC) * 1_000_000L;
    }

    private long defaultMinimum(DataType type) {
        return isTimestamp(type) ? startMicros : 0;
    }

    private long defaultMaximum(DataType type, boolean sequence) {
        return switch (type.kind()) {
            case BOOLEAN -> 1;
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INT -> Integer.MAX_VALUE;
            case DATE -> 20_000;
            case DECIMAL -> BigDecimal.TEN.pow(Math.min(18, type.precision())).longValueExact() - 1;
            case FLOAT, DOUBLE -> sequence ? Long.MAX_VALUE - 1 : 1;
            case TIME -> 86_400_000_000L - 1;
            case BIGINT,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    INTERVAL_YEAR_MONTH,
                    INTERVAL_DAY_TIME -> Long.MAX_VALUE - 1;
            case ARRAY, MAP, ROW, NULL ->
                throw invalid("columns of type " + type + " are not generated; leave them out");
        };
    }
}
