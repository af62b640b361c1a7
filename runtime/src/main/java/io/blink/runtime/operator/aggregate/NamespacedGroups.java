package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.AggregateCall;
import io.blink.core.spi.state.TableCursor;
import io.blink.runtime.operator.OperatorMemory;
import java.util.List;

/** Groups of several windows in state tables: a namespace has those of one. Used on the task's thread. */
public interface NamespacedGroups {
    /** The namespaces that have groups, ascending. */
    long[] namespaces();

    /** Adds rows of an input, at most {@link Batch#TARGET_ROWS}, to the groups of a namespace. @param memory for the time that it takes */
    void add(Batch rows, long namespace, OperatorMemory memory);

    /**
     * The results of groups, at most {@link Batch#TARGET_ROWS}, in this order.
     *
     * @param there is set to whether there is such a group; its results are undefined where there is none
     */
    List<Column> resultsOf(Column[] keys, long[] hashes, int count, long namespace, boolean[] there);

    /** Keys and partial results of a namespace's groups, which must not change meanwhile; of calls whose results come of those of parts. */
    TableCursor partials(long namespace);

    /**
     * The partial results of those of the keys, at most {@link Batch#TARGET_ROWS}, that have a group: the columns of {@link AggregateCall#partialTypes}, call by call.
     *
     * @param positions is set to which of the keys they are of, ascending
     */
    Batch partialsOf(Column[] keys, long[] hashes, int count, long namespace, int[] positions);

    /** Forgets the groups of a namespace. */
    void drop(long namespace);
}
