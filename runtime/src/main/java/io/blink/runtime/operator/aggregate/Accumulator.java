package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import java.util.List;

/** One aggregate of all groups. Groups are numbered from 0; arguments are flat and, unless {@link #takesNulls} says so, without nulls. */
public interface Accumulator extends ArgumentTaker {
    @Override
    default boolean takesNulls() {
        return false;
    }

    /** Makes room for groups below {@code groupCount}. */
    void ensure(int groupCount);

    /** Takes rows back that were added before, here or in what was merged. Of {@link io.blink.core.function.AggregateFunction#isRetractable some} functions only. */
    @Override
    default void retract(int[] groups, int rows, List<Column> arguments) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot take rows back");
    }

    /**
     * Adds partial results, as {@link #partial} gives them; rows whose first column is NULL are left out unless {@link #takesNulls}. Here for aggregates whose partial results are
     * arguments like others.
     */
    default void merge(int[] groups, int rows, List<Column> partials) {
        add(groups, rows, partials);
    }

    /** The partial results of groups {@code from .. from + count}. Here for aggregates whose results can be merged. */
    default List<Column> partial(int from, int count) {
        return List.of(result(from, count));
    }

    /** The results of groups {@code from .. from + count}. */
    Column result(int from, int count);

    /** Bytes that {@link #ensure} and then adding these arguments will add at most. */
    long bytesToAdd(int groupCount, List<Column> arguments);

    long retainedBytes();

    /** Forgets all groups and gives the memory back. */
    void clear();
}
