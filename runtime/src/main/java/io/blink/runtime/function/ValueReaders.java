package io.blink.runtime.function;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.spi.function.Row;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Makes readers for a SQL type and the Java type in which its values are wanted. A pair that does not go together is an {@link IllegalArgumentException}. */
final class ValueReaders {
    private ValueReaders() {}

    static ValueReader of(DataType type, Type wanted) {
        Class<?> raw = JavaClasses.raw(wanted);
        return switch (type.kind()) {
            case ARRAY -> array(type, wanted, raw);
            case MAP -> map(type, wanted, raw);
            case ROW -> row(type, raw);
            case CHAR, VARCHAR ->
                raw == byte[].class ? ValueReaders::bytes : checked(type, raw, String.class, ValueReaders::text);
            case BINARY, VARBINARY -> checked(type, raw, byte[].class, ValueReaders::bytes);
            case DECIMAL -> checked(type, raw, BigDecimal.class, column -> decimals(column, type.scale()));
            case DATE -> date(type, raw);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> time(type, raw);
            case INTERVAL_DAY_TIME -> checked(type, raw, Duration.class, ValueReaders::durations);
            case INTERVAL_YEAR_MONTH -> checked(type, raw, Period.class, ValueReaders::periods);
            default -> checked(type, raw, JavaClasses.number(type.kind()), column -> numbers(column, type));
        };
    }

    private static ValueReader checked(DataType type, Class<?> wanted, Class<?> made, ValueReader reader) {
        if (!JavaClasses.boxed(wanted).isAssignableFrom(made)) {
            throw JavaClasses.mismatch(type, wanted);
        }
        return reader;
    }

    private static IntFunction<Object> numbers(Column column, DataType type) {
        switch (type.kind()) {
            case BOOLEAN -> {
                byte[] values = ((ByteColumn) column).values();
                return position -> values[position] != 0;
            }
            case TINYINT, NULL -> {
                byte[] values = ((ByteColumn) column).values();
                return position -> values[position];
            }
            case SMALLINT -> {
                short[] values = ((ShortColumn) column).values();
                return position -> values[position];
            }
            case INT -> {
                int[] values = ((IntColumn) column).values();
                return position -> values[position];
            }
            case BIGINT -> {
                long[] values = ((LongColumn) column).values();
                return position -> values[position];
            }
            case FLOAT -> {
                float[] values = ((FloatColumn) column).values();
                return position -> values[position];
            }
            case DOUBLE -> {
                double[] values = ((DoubleColumn) column).values();
                return position -> values[position];
            }
            default -> throw new IllegalArgumentException(type + " is no number");
        }
    }

    private static IntFunction<Object> text(Column column) {
        BytesColumn texts = (BytesColumn) column;
        return texts::string;
    }

    private static IntFunction<Object> bytes(Column column) {
        BytesColumn values = (BytesColumn) column;
        return position -> Arrays.copyOfRange(values.bytes(), values.offset(position), values.offset(position + 1));
    }

    private static IntFunction<Object> decimals(Column column, int scale) {
        if (column instanceof Decimal128Column wide) {
            return position -> new BigDecimal(wide.unscaled(position), scale);
        }
        long[] values = ((LongColumn) column).values();
        return position -> BigDecimal.valueOf(values[position], scale);
    }

    private static IntFunction<Object> durations(Column column) {
        long[] micros = ((LongColumn) column).values();
        return position -> Duration.of(micros[position], ChronoUnit.MICROS);
    }

    private static IntFunction<Object> periods(Column column) {
        int[] months = ((IntColumn) column).values();
        return position -> Period.ofMonths(months[position]).normalized();
    }

    private static ValueReader date(DataType type, Class<?> raw) {
        if (raw == java.sql.Date.class) {
            return column -> {
                int[] days = ((IntColumn) column).values();
                return position -> java.sql.Date.valueOf(LocalDate.ofEpochDay(days[position]));
            };
        }
        return checked(type, raw, LocalDate.class, column -> {
            int[] days = ((IntColumn) column).values();
            return position -> LocalDate.ofEpochDay(days[position]);
        });
    }

    private static ValueReader time(DataType type, Class<?> raw) {
        TimeForm form = TimeForm.of(type, raw);
        return column -> {
            if (column instanceof TimestampColumn fine) {
                long[] micros = fine.micros();
                int[] nanos = fine.nanos();
                return position -> form.read(micros[position], nanos == null ? 0 : nanos[position]);
            }
            long[] micros = ((LongColumn) column).values();
            return position -> form.read(micros[position], 0);
        };
    }

    private static ValueReader array(DataType type, Type wanted, Class<?> raw) {
        Type elementType = JavaClasses.element(wanted);
        ValueReader elements = of(type.element(), elementType);
        boolean list = raw != Object.class && raw.isAssignableFrom(ArrayList.class);
        if (!list && !raw.isArray() && raw != Object.class) {
            throw JavaClasses.mismatch(type, raw);
        }
        Class<?> component = raw.isArray() ? raw.getComponentType() : Object.class;
        return column -> {
            ArrayColumn arrays = (ArrayColumn) column;
            IntFunction<Object> values = elements.of(arrays.elements());
            int[] offsets = arrays.offsets();
            return list
                    ? position -> list(values, offsets[position], offsets[position + 1])
                    : position -> array(component, values, offsets[position], offsets[position + 1]);
        };
    }

    private static List<Object> list(IntFunction<Object> values, int from, int to) {
        List<Object> list = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            list.add(values.apply(i));
        }
        return list;
    }

    private static Object array(Class<?> component, IntFunction<Object> values, int from, int to) {
        Object array = Array.newInstance(component, to - from);
        for (int i = from; i < to; i++) {
            Array.set(array, i - from, values.apply(i));
        }
        return array;
    }

    private static ValueReader map(DataType type, Type wanted, Class<?> raw) {
        if (!raw.isAssignableFrom(LinkedHashMap.class)) {
            throw JavaClasses.mismatch(type, raw);
        }
        ValueReader keys = of(type.fields().get(0).type(), JavaClasses.argument(wanted, 0));
        ValueReader values = of(type.fields().get(1).type(), JavaClasses.argument(wanted, 1));
        return column -> {
            MapColumn maps = (MapColumn) column;
            IntFunction<Object> keysOf = keys.of(maps.keys());
            IntFunction<Object> valuesOf = values.of(maps.values());
            int[] offsets = maps.offsets();
            return position -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int i = offsets[position]; i < offsets[position + 1]; i++) {
                    map.put(keysOf.apply(i), valuesOf.apply(i));
                }
                return map;
            };
        };
    }

    private static ValueReader row(DataType type, Class<?> raw) {
        if (raw == Row.class || raw == Object.class) {
            List<ValueReader> fields = type.fields().stream()
                    .map(field -> of(field.type(), Object.class))
                    .toList();
            String[] names = type.fields().stream().map(Field::name).toArray(String[]::new);
            Row named = Row.withNames(names);
            return rows(fields, named::withValues);
        }
        Structure structure = Structure.of(raw, type);
        List<ValueReader> fields = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            fields.add(of(type.fields().get(i).type(), structure.fieldType(i)));
        }
        return rows(fields, structure::make);
    }

    private interface RowMaker {
        Object make(Object... values);
    }

    private static ValueReader rows(List<ValueReader> fields, RowMaker maker) {
        return column -> {
            RowColumn rows = (RowColumn) column;
            List<IntFunction<Object>> values = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                values.add(fields.get(i).of(rows.fields().get(i)));
            }
            return position -> {
                Object[] parts = new Object[values.size()];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = values.get(i).apply(position);
                }
                return maker.make(parts);
            };
        };
    }
}
