package io.blink.core.function.user;

import io.blink.core.spi.function.DataTypeHint;
import io.blink.core.spi.function.Row;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The SQL types of Java's. Primitive types are NOT NULL. What no SQL type holds is an {@link IllegalArgumentException} that says so. */
public final class JavaTypes {
    private static final int NANOSECONDS = 9;
    private static final int DECIMAL_SCALE = 18;

    private static final Map<Class<?>, DataType> SIMPLE = simpleTypes();

    private JavaTypes() {}

    private static Map<Class<?>, DataType> simpleTypes() {
        Map<Class<?>, DataType> types = new HashMap<>();
        number(types, boolean.class, Boolean.class, TypeKind.BOOLEAN);
        number(types, byte.class, Byte.class, TypeKind.TINYINT);
        number(types, short.class, Short.class, TypeKind.SMALLINT);
        number(types, int.class, Integer.class, TypeKind.INT);
        number(types, long.class, Long.class, TypeKind.BIGINT);
        number(types, float.class, Float.class, TypeKind.FLOAT);
        number(types, double.class, Double.class, TypeKind.DOUBLE);
        types.put(String.class, DataType.string());
        types.put(byte[].class, DataType.bytes());
        types.put(BigDecimal.class, DataType.decimal(DataType.MAX_DECIMAL_PRECISION, DECIMAL_SCALE));
        types.put(LocalDate.class, DataType.of(TypeKind.DATE));
        types.put(java.sql.Date.class, DataType.of(TypeKind.DATE));
        types.put(LocalTime.class, DataType.time(NANOSECONDS));
        types.put(java.sql.Time.class, DataType.time(0));
        types.put(LocalDateTime.class, DataType.timestamp(NANOSECONDS));
        types.put(java.sql.Timestamp.class, DataType.timestamp(NANOSECONDS));
        types.put(Instant.class, DataType.timestampLtz(NANOSECONDS));
        types.put(OffsetDateTime.class, DataType.timestampLtz(NANOSECONDS));
        types.put(ZonedDateTime.class, DataType.timestampLtz(NANOSECONDS));
        types.put(Duration.class, DataType.of(TypeKind.INTERVAL_DAY_TIME));
        types.put(Period.class, DataType.of(TypeKind.INTERVAL_YEAR_MONTH));
        return types;
    }

    private static void number(Map<Class<?>, DataType> types, Class<?> primitive, Class<?> boxed, TypeKind kind) {
        types.put(primitive, DataType.of(kind).withNullable(false));
        types.put(boxed, DataType.of(kind));
    }

    /** Of a type, unless a hint beside it says more. */
    static DataType of(Type type, AnnotatedElement place) {
        DataTypeHint hint = place.getAnnotation(DataTypeHint.class);
        return hint == null || hint.value().isEmpty() ? of(type) : parse(hint.value());
    }

    static DataType parse(String text) {
        return DataType.parse(text);
    }

    public static DataType of(Type type) {
        return of(type, new HashSet<>());
    }

    private static DataType of(Type type, Set<Class<?>> within) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain, within);
        }
        if (type instanceof GenericArrayType array) {
            return DataType.array(of(array.getGenericComponentType(), within));
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0], within);
        }
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            if (Collection.class.isAssignableFrom(raw)) {
                return DataType.array(of(generic.getActualTypeArguments()[0], within));
            }
            if (Map.class.isAssignableFrom(raw)) {
                return DataType.map(
                        of(generic.getActualTypeArguments()[0], within).withNullable(false),
                        of(generic.getActualTypeArguments()[1], within));
            }
        }
        throw unknown(type);
    }

    private static DataType ofClass(Class<?> type, Set<Class<?>> within) {
        DataType simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (type.isArray()) {
            return DataType.array(of(type.getComponentType(), within));
        }
        if (type == Row.class || type == Object.class || Collection.class.isAssignableFrom(type)) {
            throw unknown(type);
        }
        if (!within.add(type)) {
            throw new IllegalArgumentException(type.getName() + " contains itself, which no SQL type does");
        }
        List<Field> fields = new ArrayList<>();
        for (StructField field : StructField.of(type)) {
            String hint = field.hint();
            fields.add(new Field(field.name(), hint.isEmpty() ? of(field.type(), within) : parse(hint)));
        }
        within.remove(type);
        return DataType.row(fields);
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException(
                type.getTypeName()
                        + " does not tell its SQL type; say it with @DataTypeHint(\"…\") beside it, for example @DataTypeHint(\"ROW<name STRING, size INT>\")");
    }
}
