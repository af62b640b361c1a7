package io.blink.runtime.function;

import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;

/** What Java's types consist of. */
final class JavaClasses {
    private JavaClasses() {}

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        return type instanceof GenericArrayType array
                ? raw(array.getGenericComponentType()).arrayType()
                : Object.class;
    }

    /** Of an array or collection. */
    static Type element(Type type) {
        if (type instanceof Class<?> plain && plain.isArray()) {
            return plain.getComponentType();
        }
        return type instanceof GenericArrayType array ? array.getGenericComponentType() : argument(type, 0);
    }

    static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    static Class<?> number(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> Boolean.class;
            case TINYINT, NULL -> Byte.class;
            case SMALLINT -> Short.class;
            case INT -> Integer.class;
            case BIGINT -> Long.class;
            case FLOAT -> Float.class;
            case DOUBLE -> Double.class;
            default -> throw new IllegalArgumentException(kind + " is no number");
        };
    }

    /** As which type a value of a class is written: collections and maps by what they hold. */
    static Class<?> dynamic(Class<?> type) {
        boolean container =
                java.util.Collection.class.isAssignableFrom(type) || java.util.Map.class.isAssignableFrom(type);
        return container ? Object.class : type;
    }

    static IllegalArgumentException mismatch(DataType type, Class<?> java) {
        return new IllegalArgumentException(
                "values of type " + type.withNullable(true) + " are not held by " + java.getTypeName());
    }
}
