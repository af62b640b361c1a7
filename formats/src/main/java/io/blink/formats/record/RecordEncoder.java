package io.blink.formats.record;

import io.blink.core.column.Batch;
import io.blink.core.column.TextBuffer;

/** Writes rows as records. One thread. */
public interface RecordEncoder {
    /** The rows that {@link #encode} will be asked for. */
    void begin(Batch batch);

    /** Appends the record of one row of the batch. */
    void encode(int row, TextBuffer target);
}
