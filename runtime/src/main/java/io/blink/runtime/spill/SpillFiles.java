package io.blink.runtime.spill;

import io.blink.core.type.Field;
import java.util.List;

/** Where an operator of a task puts rows that do not fit in memory. Files vanish with the task. Calls block: on I/O threads only. */
public interface SpillFiles {
    /** Starts a file of batches with these columns. @param purpose part of the file's name, for people */
    SpillFile create(String purpose, List<Field> fields);

    /** Bytes written so far by this operator. */
    long spilledBytes();
}
