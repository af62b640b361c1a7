package io.blink.client.result;

import io.blink.core.column.Batch;
import io.blink.core.type.Field;
import java.util.List;

/** Prints one result: {@link #begin}, any number of batches, {@link #end}. */
public interface ResultPrinter {
    void begin(List<Field> fields);

    void print(Batch batch);

    /** No rows are there at the moment: what is held back for looks goes out. */
    void flush();

    /** @param rows of the whole result */
    void end(long rows);
}
