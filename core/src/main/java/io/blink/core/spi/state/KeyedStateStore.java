package io.blink.core.spi.state;

import java.util.List;
import java.util.Map;

/**
 * The keyed state of one operator of one task attempt. Everything but {@link #restore} and {@link StateSnapshot#write} is called on the task's thread and does not block.
 *
 * <p>A table is opened by name and namespace. Namespaces of one table share its schema and nothing else, and each goes as a whole, in constant time: a window is one. A table object stays valid until
 * its namespace is dropped or the store is closed. A second opening gives the same object.
 *
 * <p>Memory is taken ahead of use from the pool; when there is none left, the call fails with {@code OUT_OF_MEMORY_BUDGET} that names the owner, the pool and what to change, and the store must
 * only be closed.
 */
public interface KeyedStateStore extends AutoCloseable {
    /**
     * Takes up the key groups of this task from the handles of all tasks that wrote them, whatever their number. Once, before any other call, on an I/O thread; blocks. Fails with an error that
     * names file and offset if a page is damaged, and with one that names the table if the state was keyed otherwise.
     */
    void restore(List<String> handles);

    /** What the snapshots of {@link #restore} were given, one map a handle. */
    List<Map<String, Long>> restoredAttributes();

    ValueTable valueTable(TableSchema schema, long namespace);

    ListTable listTable(TableSchema schema, long namespace);

    SortedMapTable sortedMapTable(TableSchema schema, long namespace);

    /** @param schema with key types only */
    Timers timers(TableSchema schema);

    /** The namespaces of a table that are open or were restored, ascending. */
    long[] namespaces(String table);

    /** Forgets a table's namespace with all that is in it. Nothing happens if there is none. */
    void drop(String table, long namespace);

    /**
     * The state of all tables as it is now. Takes constant time for each table. At most one snapshot is being written and one waits; one that is neither written nor being written when the next is
     * taken is refused by {@link StateSnapshot#write}.
     *
     * @param attributes small values of the operator's own
     */
    StateSnapshot snapshot(Map<String, Long> attributes);

    /** Bytes of memory, by capacity, that the store holds of the pool; what a snapshot still being written keeps alive is included. */
    long retainedBytes();

    /** Gives all memory back. A snapshot that is being written may go on. */
    @Override
    void close();
}
