package io.blink.core.function.user;

import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.lang.reflect.Type;

/**
 * A parameter of a method.
 *
 * @param javaType what the method takes; of a repeated one, each of them
 * @param type {@code null}: any
 * @param exact whether a hint gave the type; else decimals, times and texts come as the statement has them
 */
public record Parameter(Type javaType, DataType type, boolean exact) {
    private static final int ANY_DISTANCE = 1000;
    private static final int STEP = 10;

    /** Whether NULL has no place in it. */
    public boolean isPrimitive() {
        return javaType instanceof Class<?> raw && raw.isPrimitive();
    }

    /** To what an argument of a type is converted before the call. */
    DataType target(DataType given) {
        if (type == null) {
            return given.kind() == TypeKind.NULL ? DataType.string() : given;
        }
        boolean asGiven = !exact && given.kind() == type.kind() && isParameterized(given.kind());
        return (asGiven ? given : type).withNullable(given.nullable());
    }

    private static boolean isParameterized(TypeKind kind) {
        return switch (kind) {
            case DECIMAL, TIME, TIMESTAMP, TIMESTAMP_LTZ, CHAR, VARCHAR, BINARY, VARBINARY -> true;
            default -> false;
        };
    }

    /** How far an argument is from what is taken: 0 is the same, negative does not fit. */
    int distance(DataType given) {
        return type == null ? ANY_DISTANCE : distance(given, type);
    }

    private static int distance(DataType given, DataType wanted) {
        if (given.kind() == TypeKind.NULL) {
            return 1;
        }
        if (given.kind() == wanted.kind()) {
            return sameKind(given, wanted);
        }
        int from = width(given.kind());
        int to = width(wanted.kind());
        if (from > 0 && to > 0) {
            return to > from ? STEP * (to - from) : -1;
        }
        boolean strings = given.kind().isCharacter() && wanted.kind().isCharacter();
        if (strings || given.kind().isBinary() && wanted.kind().isBinary()) {
            return 1;
        }
        boolean instants = isInstant(wanted.kind()) && (isInstant(given.kind()) || given.kind() == TypeKind.DATE);
        return instants ? 2 * STEP : -1;
    }

    private static int sameKind(DataType given, DataType wanted) {
        if (given.fields().size() != wanted.fields().size()) {
            return -1;
        }
        int sum = given.precision() == wanted.precision() && given.scale() == wanted.scale() ? 0 : 1;
        for (int i = 0; i < given.fields().size(); i++) {
            int distance = distance(
                    given.fields().get(i).type(), wanted.fields().get(i).type());
            if (distance < 0) {
                return -1;
            }
            sum += distance;
        }
        return isParameterized(given.kind()) ? 0 : sum;
    }

    private static boolean isInstant(TypeKind kind) {
        return kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
    }

    private static int width(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INT -> 3;
            case BIGINT -> 4;
            case DECIMAL -> 5;
            case FLOAT -> 6;
            case DOUBLE -> 7;
            default -> 0;
        };
    }

    @Override
    public String toString() {
        return type == null ? "ANY" : type.withNullable(true) + (isPrimitive() ? " NOT NULL" : "");
    }
}
