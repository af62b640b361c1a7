package io.blink.sql.physical.stream;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.physical.join.JoinCondition;
import io.blink.sql.physical.join.JoinExpressions;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The condition of IN, EXISTS or a comparison with ANY or ALL, over left columns followed by right columns.
 *
 * @param certain conjuncts that are TRUE or else as good as FALSE: those that are never NULL, and what stands below IS TRUE, without it
 * @param uncertain conjuncts whose NULL counts
 */
record ThreeValuedCondition(List<Expression> certain, List<Expression> uncertain) {
    private static final DataType FACT = DataType.of(TypeKind.BOOLEAN).withNullable(false);

    static ThreeValuedCondition of(Expression condition) {
        List<Expression> conjuncts = new ArrayList<>();
        Operations.addConjuncts(condition, conjuncts);
        ThreeValuedCondition split = new ThreeValuedCondition(new ArrayList<>(), new ArrayList<>());
        for (Expression conjunct : conjuncts) {
            if (conjunct instanceof Call call && call.function() == ScalarFunction.IS_TRUE) {
                Operations.addConjuncts(call.arguments().get(0), split.certain);
            } else {
                (conjunct.type().nullable() ? split.uncertain : split.certain).add(conjunct);
            }
        }
        return split;
    }

    boolean mayBeUnknown() {
        return !uncertain.isEmpty();
    }

    Expression isTrue() {
        return and(Stream.concat(certain.stream(), uncertain.stream()).toList());
    }

    Expression isNotFalse() {
        return and(Stream.concat(certain.stream(), uncertain.stream().map(JoinExpressions::isNotFalse))
                .toList());
    }

    /** The only equality that may be NULL, if it is that for nothing but a NULL on either side, and all others ask for equal keys or for one side alone. */
    Optional<JoinCondition.Key> onlyUncertainKey(int leftWidth) {
        if (uncertain.size() != 1 || !certain(leftWidth).others().isEmpty()) {
            return Optional.empty();
        }
        return JoinCondition.of(uncertain.get(0), leftWidth).keys().stream().findFirst();
    }

    JoinCondition certain(int leftWidth) {
        return JoinCondition.of(and(certain), leftWidth);
    }

    /** The same where more columns stand behind the left ones. */
    ThreeValuedCondition moved(int leftWidth, int newLeftWidth) {
        return new ThreeValuedCondition(
                moved(certain, leftWidth, newLeftWidth), moved(uncertain, leftWidth, newLeftWidth));
    }

    private static List<Expression> moved(List<Expression> conjuncts, int leftWidth, int newLeftWidth) {
        return conjuncts.stream()
                .map(conjunct -> ExpressionRewriter.renumber(
                        conjunct, column -> column < leftWidth ? column : column + newLeftWidth - leftWidth))
                .toList();
    }

    private static Expression and(List<Expression> conjuncts) {
        return conjuncts.isEmpty() ? new Literal("true", FACT) : Operations.and(conjuncts);
    }
}
