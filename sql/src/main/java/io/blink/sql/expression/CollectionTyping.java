package io.blink.sql.expression;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives the arrays of a call, and the values that it looks for in them, one element type. */
final class CollectionTyping {
    private CollectionTyping() {}

    static Expression call(
            ScalarFunction function, List<Expression> arguments, DataType type, SourcePosition position) {
        return switch (function) {
            case ARRAY_CONTAINS,
                    ARRAY_POSITION,
                    ARRAY_APPEND,
                    ARRAY_PREPEND,
                    ARRAY_REMOVE,
                    ARRAY_CONCAT,
                    ARRAY_UNION,
                    ARRAY_EXCEPT,
                    ARRAY_INTERSECT,
                    ARRAYS_OVERLAP -> alike(function, arguments, type, position);
            case MAP_UNION -> new Call(function, converted(arguments, type, position), type, position);
            case ITEM -> item(arguments, type, position);
            default -> throw new IllegalArgumentException("no function with alike elements: " + function);
        };
    }

    private static Expression alike(
            ScalarFunction function, List<Expression> arguments, DataType type, SourcePosition position) {
        List<DataType> elements = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            DataType argument = arguments.get(i).type();
            elements.add(argument.kind() == TypeKind.ARRAY && isArray(function, i) ? argument.element() : argument);
        }
        DataType element = CommonType.of(elements).orElse(elements.get(0));
        List<Expression> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            DataType target = isArray(function, i) ? DataType.array(element) : element;
            converted.add(Casts.to(arguments.get(i), target, position));
        }
        Call call = new Call(
                function,
                converted,
                type.kind() == TypeKind.ARRAY ? DataType.array(element).withNullable(type.nullable()) : type,
                position);
        return Casts.to(call, type, position);
    }

    private static boolean isArray(ScalarFunction function, int argument) {
        return switch (function) {
            case ARRAY_CONTAINS, ARRAY_POSITION, ARRAY_APPEND, ARRAY_PREPEND, ARRAY_REMOVE -> argument == 0;
            default -> true;
        };
    }

    private static List<Expression> converted(List<Expression> arguments, DataType type, SourcePosition position) {
        return arguments.stream()
                .map(argument -> Casts.to(argument, type, position))
                .toList();
    }

    /** The key in the type in which it can be compared with the map's; a map of other keys stays as it is. */
    private static Expression item(List<Expression> arguments, DataType type, SourcePosition position) {
        DataType collection = arguments.get(0).type();
        Expression key = arguments.get(1);
        if (collection.kind() == TypeKind.MAP) {
            DataType keyType = collection.fields().get(0).type();
            Optional<DataType> common = CommonType.of(keyType, key.type());
            if (common.isPresent()
                    && !common.get().equalsIgnoringNullability(keyType)
                    && !keyType.kind().isCharacter()) {
                DataType wide = DataType.map(
                        common.get().withNullable(keyType.nullable()),
                        collection.fields().get(1).type());
                return new Call(
                        ScalarFunction.ITEM,
                        List.of(Casts.to(arguments.get(0), wide, position), Casts.to(key, common.get(), position)),
                        type,
                        position);
            }
            key = keyType.kind().isCharacter() ? key : Casts.to(key, keyType, position);
        }
        return new Call(ScalarFunction.ITEM, List.of(arguments.get(0), key), type, position);
    }
}
