package io.blink.sql.physical.over;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.RankLimit;
import io.blink.sql.over.OverCall;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.node.Estimate;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.util.ImmutableBitSet;

/** Finds {@code RANK() … <= k} among the filters above calls with OVER. */
public final class RankLimits {
    /** A group and its limit. */
    public record Found(OverGroup group, RankLimit limit) {}

    private RankLimits() {}

    /**
     * The lowest limit that the conjuncts set.
     *
     * @param callColumns the columns of the calls in the filters, group by group
     */
    public static Optional<Found> find(List<Expression> conjuncts, List<OverGroup> groups, List<Integer> callColumns) {
        Found lowest = null;
        int next = 0;
        for (OverGroup group : groups) {
            for (int i = 0; i < group.calls().size(); i++) {
                int column = callColumns.get(next++);
                if (!ranks(group.calls().get(i))) {
                    continue;
                }
                for (Expression conjunct : conjuncts) {
                    long limit = limit(conjunct, column);
                    if (limit >= 0 && (lowest == null || limit < lowest.limit().limit())) {
                        lowest = new Found(group, new RankLimit(i, limit));
                    }
                }
            }
        }
        return Optional.ofNullable(lowest);
    }

    public static boolean ranks(OverCall call) {
        return switch (call.function().getKind()) {
            case ROW_NUMBER, RANK, DENSE_RANK -> true;
            default -> false;
        };
    }

    /** The greatest value of the column for which the conjunct can be TRUE, or -1 if it sets none. */
    private static long limit(Expression conjunct, int column) {
        if (!(conjunct instanceof Call call)) {
            return -1;
        }
        List<Expression> arguments = call.arguments();
        if (call.function() == ScalarFunction.BETWEEN) {
            return isColumn(arguments.get(0), column) ? number(arguments.get(2)) : -1;
        }
        if (arguments.size() != 2) {
            return -1;
        }
        boolean columnFirst = isColumn(arguments.get(0), column);
        if (!columnFirst && !isColumn(arguments.get(1), column)) {
            return -1;
        }
        long number = number(arguments.get(columnFirst ? 1 : 0));
        return switch (call.function()) {
            case EQUALS -> number;
            case LESS_OR_EQUAL -> columnFirst ? number : -1;
            case LESS_THAN -> columnFirst ? number - 1 : -1;
            case GREATER_OR_EQUAL -> columnFirst ? -1 : number;
            case GREATER_THAN -> columnFirst ? -1 : number - 1;
            default -> -1;
        };
    }

    /** Also through a conversion to a wider number. */
    static boolean isColumn(Expression expression, int column) {
        Expression inner = expression instanceof Call call && call.function() == ScalarFunction.CAST
                ? call.arguments().get(0)
                : expression;
        return inner instanceof InputColumn input && input.index() == column;
    }

    static long number(Expression expression) {
        boolean whole = expression instanceof Literal literal
                && literal.value() != null
                && literal.value().matches("\\d{1,18}");
        return whole ? Long.parseLong(((Literal) expression).value()) : -1;
    }

    /** At most the limit of each partition. */
    public static Estimate remaining(Estimate input, OverGroup group, RankLimit limit) {
        ImmutableBitSet keys = group.partitionKeys();
        double partitions = 1;
        for (int key : keys) {
            partitions *= input.distinct(key);
        }
        return input.withRows(Math.min(input.rows(), partitions * Math.max(1, limit.limit())));
    }
}
