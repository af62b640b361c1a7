package io.blink.jdbc;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumn;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumn;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.PhysicalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** Moves values of one column between a database and columns. */
final class JdbcColumn {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private final DataType type;

    JdbcColumn(Field field, String table) {
        type = field.type();
        if (!type.fields().isEmpty() || sqlType() == Types.OTHER) {
            throw new BlinkException(
                    JdbcErrorCode.INVALID_TABLE,
                    "Table " + table + " of connector 'jdbc': column '" + field.name() + "' is " + type
                            + ", which no database table has here; use numbers, strings, dates and times.");
        }
    }

    private int sqlType() {
        return switch (type.kind()) {
            case BOOLEAN -> Types.BOOLEAN;
            case TINYINT -> Types.TINYINT;
            case SMALLINT -> Types.SMALLINT;
            case INT -> Types.INTEGER;
            case BIGINT -> Types.BIGINT;
            case FLOAT -> Types.REAL;
            case DOUBLE -> Types.DOUBLE;
            case DECIMAL -> Types.DECIMAL;
            case CHAR, VARCHAR -> Types.VARCHAR;
            case BINARY, VARBINARY -> Types.VARBINARY;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case TIMESTAMP -> Types.TIMESTAMP;
            case TIMESTAMP_LTZ -> Types.TIMESTAMP_WITH_TIMEZONE;
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, ROW, NULL -> Types.OTHER;
        };
    }

    /** Appends the value of a column of the result's current row. @param index from 1 */
    void read(ResultSet row, int index, ColumnBuilder target) throws SQLException {
        switch (type.kind()) {
            case BOOLEAN -> {
                boolean value = row.getBoolean(index);
                if (!appendedNull(row, target)) {
                    ((ByteColumnBuilder) target).append((byte) (value ? 1 : 0));
                }
            }
            case TINYINT -> {
                byte value = row.getByte(index);
                if (!appendedNull(row, target)) {
                    ((ByteColumnBuilder) target).append(value);
                }
            }
            case SMALLINT -> {
                short value = row.getShort(index);
                if (!appendedNull(row, target)) {
                    ((ShortColumnBuilder) target).append(value);
                }
            }
            case INT -> {
                int value = row.getInt(index);
                if (!appendedNull(row, target)) {
                    ((IntColumnBuilder) target).append(value);
                }
            }
            case BIGINT -> {
                long value = row.getLong(index);
                if (!appendedNull(row, target)) {
                    ((LongColumnBuilder) target).append(value);
                }
            }
            case FLOAT -> {
                float value = row.getFloat(index);
                if (!appendedNull(row, target)) {
                    ((FloatColumnBuilder) target).append(value);
                }
            }
            case DOUBLE -> {
                double value = row.getDouble(index);
                if (!appendedNull(row, target)) {
                    ((DoubleColumnBuilder) target).append(value);
                }
            }
            default -> readObject(row, index, target);
        }
    }

    private static boolean appendedNull(ResultSet row, ColumnBuilder target) throws SQLException {
        if (row.wasNull()) {
            target.appendNull();
            return true;
        }
        return false;
    }

    private void readObject(ResultSet row, int index, ColumnBuilder target) throws SQLException {
        switch (type.kind()) {
            case DECIMAL -> append(row.getBigDecimal(index), target);
            case CHAR, VARCHAR -> append(text(row.getString(index)), target);
            case BINARY, VARBINARY -> append(row.getBytes(index), target);
            case DATE -> {
                LocalDate date = row.getObject(index, LocalDate.class);
                if (date == null) {
                    target.appendNull();
                } else {
                    ((IntColumnBuilder) target).append(Math.toIntExact(date.toEpochDay()));
                }
            }
            case TIME -> {
                LocalTime time = row.getObject(index, LocalTime.class);
                append(time == null ? null : Instant.ofEpochSecond(0, time.toNanoOfDay()), target);
            }
            case TIMESTAMP -> {
                LocalDateTime timestamp = row.getObject(index, LocalDateTime.class);
                append(timestamp == null ? null : timestamp.toInstant(ZoneOffset.UTC), target);
            }
            case TIMESTAMP_LTZ -> {
                OffsetDateTime timestamp = row.getObject(index, OffsetDateTime.class);
                append(timestamp == null ? null : timestamp.toInstant(), target);
            }
            default -> throw new IllegalStateException("refused when planned: " + type);
        }
    }

    private byte[] text(String value) {
        if (value == null) {
            return null;
        }
        boolean padded = type.kind() == io.blink.core.type.TypeKind.CHAR;
        return (padded ? value.stripTrailing() : value).getBytes(StandardCharsets.UTF_8);
    }

    private static void append(byte[] bytes, ColumnBuilder target) {
        if (bytes == null) {
            target.appendNull();
        } else {
            ((BytesColumnBuilder) target).append(bytes, 0, bytes.length);
        }
    }

    private void append(BigDecimal value, ColumnBuilder target) throws SQLException {
        if (value == null) {
            target.appendNull();
            return;
        }
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision()) {
            throw new SQLException(value.toPlainString() + " does not fit " + type);
        }
        BigInteger unscaled = scaled.unscaledValue();
        if (type.physicalType() == PhysicalType.LONG) {
            ((LongColumnBuilder) target).append(unscaled.longValueExact());
        } else {
            ((Decimal128ColumnBuilder) target)
                    .append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
    }

    private static void append(Instant instant, ColumnBuilder target) {
        if (instant == null) {
            target.appendNull();
            return;
        }
        long micros = Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / 1000);
        if (target instanceof TimestampColumnBuilder timestamps) {
            timestamps.append(micros, instant.getNano() % 1000);
        } else {
            ((LongColumnBuilder) target).append(micros);
        }
    }

    /** Sets a parameter to a value. @param column flat @param index from 1 */
    void write(Column column, int row, PreparedStatement statement, int index) throws SQLException {
        if (column.isNull(row)) {
            statement.setNull(index, sqlType());
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> statement.setBoolean(index, ((ByteColumn) column).get(row) != 0);
            case TINYINT -> statement.setByte(index, ((ByteColumn) column).get(row));
            case SMALLINT -> statement.setShort(index, ((ShortColumn) column).get(row));
            case INT -> statement.setInt(index, ((IntColumn) column).get(row));
            case BIGINT -> statement.setLong(index, ((LongColumn) column).get(row));
            case FLOAT -> statement.setFloat(index, ((FloatColumn) column).get(row));
            case DOUBLE -> statement.setDouble(index, ((DoubleColumn) column).get(row));
            case DECIMAL -> statement.setBigDecimal(index, decimal(column, row));
            case CHAR, VARCHAR -> statement.setString(index, new String(bytes(column, row), StandardCharsets.UTF_8));
            case BINARY, VARBINARY -> statement.setBytes(index, bytes(column, row));
            case DATE -> statement.setObject(index, LocalDate.ofEpochDay(((IntColumn) column).get(row)));
            case TIME ->
                statement.setObject(
                        index,
                        LocalTime.ofNanoOfDay(instant(column, row).getEpochSecond() * 1_000_000_000L
                                + instant(column, row).getNano()));
            case TIMESTAMP -> statement.setObject(index, LocalDateTime.ofInstant(instant(column, row), ZoneOffset.UTC));
            case TIMESTAMP_LTZ ->
                statement.setObject(index, instant(column, row).atOffset(ZoneOffset.UTC));
            default -> throw new IllegalStateException("refused when planned: " + type);
        }
    }

    private BigDecimal decimal(Column column, int row) {
        return column instanceof LongColumn longs
                ? BigDecimal.valueOf(longs.get(row), type.scale())
                : new BigDecimal(((Decimal128Column) column).unscaled(row), type.scale());
    }

    private static byte[] bytes(Column column, int row) {
        BytesColumn strings = (BytesColumn) column;
        int from = strings.offset(row);
        return Arrays.copyOfRange(strings.bytes(), from, from + strings.length(row));
    }

    private static Instant instant(Column column, int row) {
        long micros = column instanceof LongColumn longs ? longs.get(row) : ((TimestampColumn) column).micros()[row];
        long nanos = column instanceof TimestampColumn timestamps && timestamps.nanos() != null
                ? timestamps.nanos()[row]
                : 0;
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000 + nanos);
    }
}
