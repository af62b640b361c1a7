package io.blink.core.plan;

import io.blink.core.expression.Expression;
import io.blink.core.type.DataType;
import java.util.List;

/**
 * An expression over values that are taken from the rows of a match, or of the part of one that is there when a row is tested, which is its last row then.
 *
 * @param values the columns of the expression
 */
public record MatchExpression(List<Value> values, Expression expression) {
    public MatchExpression {
        values = List.copyOf(values);
    }

    /** Where a value comes from. */
    public enum Source {
        /** A column of one row. */
        COLUMN,
        /** An aggregate of several rows. */
        AGGREGATE,
        /** The name of the variable of the last row. */
        CLASSIFIER,
        /** The number of the match within its partition, from 1. */
        MATCH_NUMBER
    }

    /**
     * One value.
     *
     * @param variables whose rows count; empty: all rows
     * @param first whether the row is counted from the first or from the last of these
     * @param offset how many of these rows are passed over
     * @param shift rows before (less than 0) or behind that one, of whatever variable or outside the match
     * @param column of the input
     * @param aggregate over columns of the input; {@code null} of other sources
     */
    public record Value(
            Source source,
            List<Integer> variables,
            boolean first,
            int offset,
            int shift,
            int column,
            AggregateCall aggregate,
            DataType type) {
        public Value {
            variables = List.copyOf(variables);
        }

        /** Whether it is a column of the row that is tested for a variable, or of one at a fixed distance. */
        public boolean isNear(int variable) {
            return source == Source.COLUMN
                    && !first
                    && offset == 0
                    && (variables.isEmpty() || variables.contains(variable));
        }
    }
}
