package io.blink.runtime.function;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.MapColumnBuilder;
import io.blink.core.column.RowColumnBuilder;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.spi.function.Row;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Makes writers for a SQL type and the Java type of its values. A pair that does not go together is an {@link IllegalArgumentException}. */
final class ValueWriters {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private ValueWriters() {}

    static ValueWriter of(DataType type, Type given) {
        Class<?> raw = JavaClasses.raw(given);
        return switch (type.kind()) {
            case ARRAY -> array(type, given, raw);
            case MAP -> map(type, given, raw);
            case ROW -> row(type, raw);
            case CHAR, VARCHAR -> text(type, raw);
            case BINARY, VARBINARY -> checked(type, raw, byte[].class, ValueWriters::writeBytes);
            case DECIMAL -> checked(type, raw, BigDecimal.class, (value, builder) -> decimal(value, type, builder));
            case DATE ->
                raw == java.sql.Date.class
                        ? (value, builder) -> days(((java.sql.Date) value).toLocalDate(), builder)
                        : checked(type, raw, LocalDate.class, (value, builder) -> days((LocalDate) value, builder));
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> time(type, raw);
            case INTERVAL_DAY_TIME ->
                checked(type, raw, Duration.class, (value, builder) -> {
                    Duration duration = (Duration) value;
                    long micros = Math.addExact(
                            Math.multiplyExact(duration.getSeconds(), MICROS_PER_SECOND), duration.getNano() / 1000);
                    ((LongColumnBuilder) builder).append(micros);
                });
            case INTERVAL_YEAR_MONTH ->
                checked(type, raw, Period.class, (value, builder) -> ((IntColumnBuilder) builder)
                        .append(Math.toIntExact(((Period) value).toTotalMonths())));
            default -> checked(type, raw, JavaClasses.number(type.kind()), number(type.kind()));
        };
    }

    private static ValueWriter checked(DataType type, Class<?> given, Class<?> taken, ValueWriter writer) {
        if (given != Object.class && JavaClasses.boxed(given) != taken) {
            throw JavaClasses.mismatch(type, given);
        }
        return writer;
    }

    private static ValueWriter number(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> (value, builder) -> ((ByteColumnBuilder) builder).append((byte) ((Boolean) value ? 1 : 0));
            case TINYINT, NULL -> (value, builder) -> ((ByteColumnBuilder) builder).append((Byte) value);
            case SMALLINT -> (value, builder) -> ((ShortColumnBuilder) builder).append((Short) value);
            case INT -> (value, builder) -> ((IntColumnBuilder) builder).append((Integer) value);
            case BIGINT -> (value, builder) -> ((LongColumnBuilder) builder).append((Long) value);
            case FLOAT -> (value, builder) -> ((FloatColumnBuilder) builder).append((Float) value);
            case DOUBLE -> (value, builder) -> ((DoubleColumnBuilder) builder).append((Double) value);
            default -> throw new IllegalArgumentException(kind + " is no number");
        };
    }

    private static ValueWriter text(DataType type, Class<?> raw) {
        if (raw == byte[].class) {
            return ValueWriters::writeBytes;
        }
        if (type.kind() == TypeKind.VARCHAR) {
            return checked(
                    type, raw, String.class, (value, builder) -> ((BytesColumnBuilder) builder).append((String) value));
        }
        return checked(type, raw, String.class, (value, builder) -> {
            String text = (String) value;
            int missing = Math.max(0, type.precision() - text.codePointCount(0, text.length()));
            ((BytesColumnBuilder) builder).append(text + " ".repeat(missing));
        });
    }

    private static void writeBytes(Object value, ColumnBuilder builder) {
        byte[] bytes = (byte[]) value;
        ((BytesColumnBuilder) builder).append(bytes, 0, bytes.length);
    }

    private static void days(LocalDate date, ColumnBuilder builder) {
        ((IntColumnBuilder) builder).append(Math.toIntExact(date.toEpochDay()));
    }

    private static void decimal(Object value, DataType type, ColumnBuilder builder) {
        BigDecimal scaled = ((BigDecimal) value).setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision()) {
            throw new ArithmeticException(value + " does not fit into " + type);
        }
        BigInteger unscaled = scaled.unscaledValue();
        if (builder instanceof Decimal128ColumnBuilder wide) {
            wide.append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        } else {
            ((LongColumnBuilder) builder).append(unscaled.longValueExact());
        }
    }

    private static ValueWriter time(DataType type, Class<?> raw) {
        TimeForm form = TimeForm.of(type, raw);
        long unitNanos = 1;
        for (int digits = type.precision(); digits < 9; digits++) {
            unitNanos *= 10;
        }
        long unit = unitNanos;
        return (value, builder) -> {
            long nanos = form.nanoOfSecond(value);
            long kept = nanos - nanos % unit;
            long micros = Math.addExact(Math.multiplyExact(form.second(value), MICROS_PER_SECOND), kept / 1000);
            if (builder instanceof TimestampColumnBuilder fine) {
                fine.append(micros, (int) (kept % 1000));
            } else {
                ((LongColumnBuilder) builder).append(micros);
            }
        };
    }

    private static ValueWriter array(DataType type, Type given, Class<?> raw) {
        if (raw != Object.class && !raw.isArray() && !Collection.class.isAssignableFrom(raw)) {
            throw JavaClasses.mismatch(type, raw);
        }
        ValueWriter elements = of(type.element(), JavaClasses.element(given));
        return (value, builder) -> {
            ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
            if (value instanceof Collection<?> collection) {
                collection.forEach(element -> elements.append(element, arrays.elements()));
            } else {
                int length = Array.getLength(value);
                for (int i = 0; i < length; i++) {
                    elements.append(Array.get(value, i), arrays.elements());
                }
            }
            arrays.endArray();
        };
    }

    private static ValueWriter map(DataType type, Type given, Class<?> raw) {
        if (raw != Object.class && !Map.class.isAssignableFrom(raw)) {
            throw JavaClasses.mismatch(type, raw);
        }
        ValueWriter keys = of(type.fields().get(0).type(), JavaClasses.argument(given, 0));
        ValueWriter values = of(type.fields().get(1).type(), JavaClasses.argument(given, 1));
        return (value, builder) -> {
            MapColumnBuilder maps = (MapColumnBuilder) builder;
            ((Map<?, ?>) value).forEach((key, of) -> {
                if (key == null) {
                    throw new IllegalArgumentException("a key of the MAP is null");
                }
                keys.write(key, maps.keys());
                values.append(of, maps.values());
            });
            maps.endMap();
        };
    }

    private static ValueWriter row(DataType type, Class<?> raw) {
        if (raw == Row.class || raw == Object.class) {
            List<ValueWriter> fields = type.fields().stream()
                    .map(field -> of(field.type(), Object.class))
                    .toList();
            return (value, builder) -> {
                Row row = (Row) value;
                if (row.getArity() != fields.size()) {
                    throw new IllegalArgumentException(
                            "a Row of " + row.getArity() + " fields where " + type + " is declared");
                }
                RowColumnBuilder rows = (RowColumnBuilder) builder;
                for (int i = 0; i < fields.size(); i++) {
                    Object field = row.getFieldNames().isEmpty()
                            ? row.getField(i)
                            : row.getField(type.fields().get(i).name());
                    fields.get(i).append(field, rows.fields().get(i));
                }
                rows.endRow();
            };
        }
        Structure structure = Structure.of(raw, type);
        List<ValueWriter> fields = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            fields.add(of(type.fields().get(i).type(), structure.fieldType(i)));
        }
        return (value, builder) -> {
            RowColumnBuilder rows = (RowColumnBuilder) builder;
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).append(structure.get(value, i), rows.fields().get(i));
            }
            rows.endRow();
        };
    }
}
