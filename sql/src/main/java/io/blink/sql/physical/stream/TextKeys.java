package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.expression.Casts;
import io.blink.sql.physical.join.JoinCondition;
import io.blink.sql.physical.node.PlanErrors;
import java.util.List;
import java.util.stream.Stream;

/** Join keys by which state can be found: an ARRAY or ROW is known by its text, where equal values, and no others, have the same. */
final class TextKeys {
    private TextKeys() {}

    static List<JoinCondition.Key> of(List<JoinCondition.Key> keys) {
        return keys.stream().map(TextKeys::of).toList();
    }

    private static JoinCondition.Key of(JoinCondition.Key key) {
        if (!isNested(key.left().type())) {
            return key;
        }
        for (Expression side : List.of(key.left(), key.right())) {
            if (!hasOneText(side.type())) {
                throw PlanErrors.unsupported("A stream is not joined by values of type " + side.type()
                        + ", of which equal ones may lie in state in different forms; join by their elements");
            }
        }
        if (!key.left().type().equalsIgnoringNullability(key.right().type())) {
            throw PlanErrors.unsupported("A stream is joined by values of one type alone, not by "
                    + key.left().type() + " and " + key.right().type() + "; CAST one of them to the type of the other");
        }
        return new JoinCondition.Key(text(key.left()), text(key.right()), key.nullsEqual());
    }

    private static Expression text(Expression value) {
        return Casts.to(value, DataType.string(), null);
    }

    private static boolean isNested(DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> true;
            default -> false;
        };
    }

    /** Zeros of floating point have a sign in their text, the blanks of a CHAR do not count, and the entries of a MAP have no order. */
    private static boolean hasOneText(DataType type) {
        return switch (type.kind()) {
            case FLOAT, DOUBLE, CHAR, MAP -> false;
            default -> parts(type).allMatch(TextKeys::hasOneText);
        };
    }

    private static Stream<DataType> parts(DataType type) {
        return switch (type.kind()) {
            case ARRAY -> Stream.of(type.element());
            case ROW -> type.fields().stream().map(Field::type);
            default -> Stream.empty();
        };
    }
}
