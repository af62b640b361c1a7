package io.blink.sql.physical.over;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.function.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ranks that conjuncts let through.
 *
 * @param from first rank, from 1
 * @param to last rank
 * @param others conjuncts that say more than that
 */
public record RankRange(long from, long to, List<Expression> others) {
    public RankRange {
        others = List.copyOf(others);
    }

    /** What conjuncts say of a column of ranks; nothing if they set no last one, or leave none. */
    public static Optional<RankRange> of(List<Expression> conjuncts, int column) {
        long from = 1;
        long to = Long.MAX_VALUE;
        List<Expression> others = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            Optional<long[]> bounds = bounds(conjunct, column);
            if (bounds.isPresent()) {
                from = Math.max(from, bounds.get()[0]);
                to = Math.min(to, bounds.get()[1]);
            } else {
                others.add(conjunct);
            }
        }
        return to == Long.MAX_VALUE || from > to ? Optional.empty() : Optional.of(new RankRange(from, to, others));
    }

    private static Optional<long[]> bounds(Expression conjunct, int column) {
        if (!(conjunct instanceof Call call)) {
            return Optional.empty();
        }
        List<Expression> arguments = call.arguments();
        if (call.function() == ScalarFunction.BETWEEN) {
            return RankLimits.isColumn(arguments.get(0), column)
                    ? bounds(RankLimits.number(arguments.get(1)), RankLimits.number(arguments.get(2)))
                    : Optional.empty();
        }
        if (arguments.size() != 2) {
            return Optional.empty();
        }
        boolean columnFirst = RankLimits.isColumn(arguments.get(0), column);
        long number = RankLimits.number(arguments.get(columnFirst ? 1 : 0));
        if (!columnFirst && !RankLimits.isColumn(arguments.get(1), column) || number < 0) {
            return Optional.empty();
        }
        return switch (call.function()) {
            case EQUALS -> bounds(number, number);
            case LESS_OR_EQUAL -> columnFirst ? bounds(1, number) : bounds(number, Long.MAX_VALUE);
            case LESS_THAN -> columnFirst ? bounds(1, number - 1) : bounds(number + 1, Long.MAX_VALUE);
            case GREATER_OR_EQUAL -> columnFirst ? bounds(number, Long.MAX_VALUE) : bounds(1, number);
            case GREATER_THAN -> columnFirst ? bounds(number + 1, Long.MAX_VALUE) : bounds(1, number - 1);
            default -> Optional.empty();
        };
    }

    private static Optional<long[]> bounds(long from, long to) {
        return from < 0 ? Optional.empty() : Optional.of(new long[] {from, to});
    }
}
