package io.blink.sql.expression;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.Sarg;

/**
 * SEARCH(value, Sarg) as IN, NOT IN, BETWEEN and comparisons joined by OR; its NULL rule as IS NULL or IS NOT NULL beside them.
 */
final class SearchExpansion {
    private final Expression value;
    private final RelDataType type;
    private final ExpressionTranslator expressions;
    private final SourcePosition position;
    private final DataType bool;

    private SearchExpansion(RexCall call, ExpressionTranslator expressions) {
        this.value = expressions.translate(call.getOperands().get(0));
        this.type = call.getOperands().get(1).getType();
        this.expressions = expressions;
        this.position = ExpressionTranslator.position(call);
        this.bool = DataType.of(TypeKind.BOOLEAN).withNullable(value.type().nullable());
    }

    static Expression expand(RexCall call, ExpressionTranslator expressions) {
        Sarg<?> sarg = ((RexLiteral) call.getOperands().get(1)).getValueAs(Sarg.class);
        return new SearchExpansion(call, expressions).expand(sarg);
    }

    private <C extends Comparable<C>> Expression expand(Sarg<C> sarg) {
        Expression found = sarg.isAll() || sarg.isNone() ? constant(sarg.isAll(), sarg.nullAs) : matches(sarg);
        if (!value.type().nullable()) {
            return found;
        }
        return switch (sarg.nullAs) {
            case UNKNOWN -> found;
            case TRUE -> or(List.of(check(ScalarFunction.IS_NULL), found));
            case FALSE ->
                new Call(
                        ScalarFunction.AND,
                        List.of(check(ScalarFunction.IS_NOT_NULL), found),
                        bool.withNullable(false),
                        position);
        };
    }

    /** Everything or nothing: a constant, but NULL for NULL where the Sarg says UNKNOWN. */
    private Expression constant(boolean all, RexUnknownAs nullAs) {
        if (nullAs != RexUnknownAs.UNKNOWN || !value.type().nullable()) {
            return Literals.bool(all);
        }
        Call isNull = check(ScalarFunction.IS_NULL);
        return new Call(ScalarFunction.IF, List.of(isNull, Literals.nullOf(bool), Literals.bool(all)), bool, position);
    }

    private <C extends Comparable<C>> Expression matches(Sarg<C> sarg) {
        if (sarg.isComplementedPoints()) {
            return points(
                    ScalarFunction.NOT_IN,
                    ScalarFunction.NOT_EQUALS,
                    sarg.rangeSet.complement().asRanges());
        }
        List<Range<C>> points = new ArrayList<>();
        List<Expression> alternatives = new ArrayList<>();
        for (Range<C> range : sarg.rangeSet.asRanges()) {
            if (isPoint(range)) {
                points.add(range);
            } else {
                alternatives.add(between(range));
            }
        }
        if (!points.isEmpty()) {
            alternatives.add(0, points(ScalarFunction.IN, ScalarFunction.EQUALS, points));
        }
        return or(alternatives);
    }

    private <C extends Comparable<C>> Expression points(
            ScalarFunction several, ScalarFunction one, Iterable<Range<C>> points) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(value);
        points.forEach(point -> arguments.add(literal(point.lowerEndpoint())));
        return compare(arguments.size() == 2 ? one : several, arguments);
    }

    private static <C extends Comparable<C>> boolean isPoint(Range<C> range) {
        return range.hasLowerBound()
                && range.hasUpperBound()
                && range.lowerEndpoint().compareTo(range.upperEndpoint()) == 0;
    }

    private <C extends Comparable<C>> Expression between(Range<C> range) {
        boolean closed = range.hasLowerBound()
                && range.hasUpperBound()
                && range.lowerBoundType() == BoundType.CLOSED
                && range.upperBoundType() == BoundType.CLOSED;
        if (closed) {
            return compare(
                    ScalarFunction.BETWEEN,
                    List.of(value, literal(range.lowerEndpoint()), literal(range.upperEndpoint())));
        }
        List<Expression> bounds = new ArrayList<>();
        if (range.hasLowerBound()) {
            boolean open = range.lowerBoundType() == BoundType.OPEN;
            ScalarFunction function = open ? ScalarFunction.GREATER_THAN : ScalarFunction.GREATER_OR_EQUAL;
            bounds.add(compare(function, List.of(value, literal(range.lowerEndpoint()))));
        }
        if (range.hasUpperBound()) {
            boolean open = range.upperBoundType() == BoundType.OPEN;
            ScalarFunction function = open ? ScalarFunction.LESS_THAN : ScalarFunction.LESS_OR_EQUAL;
            bounds.add(compare(function, List.of(value, literal(range.upperEndpoint()))));
        }
        return bounds.size() == 1 ? bounds.get(0) : new Call(ScalarFunction.AND, bounds, bool, position);
    }

    private Expression compare(ScalarFunction function, List<Expression> arguments) {
        return CallTyping.call(function, arguments, bool, position);
    }

    private Literal literal(Comparable<?> endpoint) {
        return Literals.translate((RexLiteral) expressions.rexBuilder().makeLiteral(endpoint, type, true, true));
    }

    private Call check(ScalarFunction function) {
        return new Call(function, List.of(value), bool.withNullable(false), position);
    }

    private Expression or(List<Expression> alternatives) {
        return alternatives.size() == 1
                ? alternatives.get(0)
                : new Call(ScalarFunction.OR, alternatives, bool, position);
    }
}
