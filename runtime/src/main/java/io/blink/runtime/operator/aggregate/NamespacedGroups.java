package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
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

    /** Forgets the groups of a namespace. */
    void drop(long namespace);
}
