package io.blink.core.spi.connector;

import io.blink.core.column.Column;

/**
 * Worker: finds rows of a table by their key. Used by one thread at a time, an I/O thread; a task that has several requests under way has as many sources. Connects with the first request, so
 * that making one costs nothing, and after a broken connection with the next.
 */
public interface LookupSource extends AutoCloseable {
    /**
     * The rows of some keys as they are now. Blocks; tries again what may help, and fails with an error that names the table.
     *
     * @param keys one column for each of the {@linkplain TableSource#lookup key columns}, in their order; distinct keys without NULLs
     * @param count how many keys there are
     */
    LookupRows lookup(Column[] keys, int count);

    @Override
    void close();
}
