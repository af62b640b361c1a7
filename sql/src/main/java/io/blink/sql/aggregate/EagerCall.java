package io.blink.sql.aggregate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * An aggregate in two steps: {@code SUM(CASE WHEN c THEN x END)} is {@code SUM(CASE WHEN c THEN s END)} over {@code SUM(x) AS s}.
 *
 * @param value what the first step aggregates; {@code null}: rows are counted
 * @param condition of which rows the second step takes; {@code null}: all
 */
record EagerCall(AggregateCall call, RexNode value, RexNode condition) {
    /** @param arguments over the input of the aggregate's joins */
    static Optional<EagerCall> of(AggregateCall call, List<RexNode> arguments, boolean splitsConditions) {
        SqlKind kind = call.getAggregation().getKind();
        boolean adds = kind == SqlKind.SUM || kind == SqlKind.COUNT;
        boolean known = adds
                || (kind == SqlKind.MIN || kind == SqlKind.MAX)
                        && call.getAggregation().getName().equals(kind.name());
        if (!known || call.isDistinct() || call.filterArg >= 0 || arguments.size() > 1) {
            return Optional.empty();
        }
        if (arguments.isEmpty()) {
            return Optional.of(new EagerCall(call, null, null));
        }
        RexNode argument = arguments.get(0);
        if (splitsConditions && argument.getKind() == SqlKind.CASE) {
            List<RexNode> parts = ((RexCall) argument).getOperands();
            if (parts.size() == 3 && RexLiteral.isNullLiteral(parts.get(2))) {
                return Optional.of(new EagerCall(call, parts.get(1), parts.get(0)));
            }
        }
        return Optional.of(new EagerCall(call, argument, null));
    }

    boolean hasSamePartial(EagerCall other) {
        return first().equals(other.first()) && Objects.equals(value, other.value);
    }

    SqlAggFunction first() {
        return call.getAggregation();
    }

    SqlAggFunction second() {
        return call.getAggregation().getKind() == SqlKind.COUNT ? SqlStdOperatorTable.SUM0 : call.getAggregation();
    }

    /** @param renumbered the condition over the columns of the second step's input */
    RexNode secondArgument(RexNode partial, RexNode renumbered, RexBuilder rexBuilder) {
        return renumbered == null
                ? partial
                : rexBuilder.makeCall(
                        SqlStdOperatorTable.CASE, renumbered, partial, rexBuilder.makeNullLiteral(partial.getType()));
    }
}
