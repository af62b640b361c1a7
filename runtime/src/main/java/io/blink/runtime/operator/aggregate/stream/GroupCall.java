package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.aggregate.ArgumentTaker;
import java.util.List;

/**
 * One aggregate over all groups. For each batch: {@link #begin}, then rows, then {@link #end}, then the results and what is to be stored, by group number. The rows that come are added first, then those
 * that go are taken back.
 */
interface GroupCall extends ArgumentTaker {
    /** From here on the groups are those of a namespace. For calls that have tables of their own. */
    default void open(long namespace) {}

    /** What it keeps in the table of groups: nullable columns. */
    List<DataType> storedTypes();

    /** @param stored what it kept of the groups, all NULL of a new one */
    void begin(TouchedGroups groups, List<Column> stored);

    /** Adds partial results in columns of a batch. */
    void merge(Batch batch, int[] columns, int[] groups);

    /** No more rows of this batch. */
    void end();

    /** The results of all groups as they were; undefined for new ones. */
    Column before();

    /** The results of all groups as they are now. */
    Column after();

    /** What to keep of all groups. */
    List<Column> stored();
}
