package io.blink.core.spi.connector;

import io.blink.core.type.Field;
import java.time.ZoneId;
import java.util.List;

/**
 * Which task writes.
 *
 * @param term the job master's; part of the names of what is written
 * @param attempt of the task; part of the names of what is written
 * @param input names and types of the rows
 * @param memory to be asked before more rows are held
 */
public record WriterContext(
        String jobId,
        int operatorId,
        int subtask,
        int term,
        int attempt,
        List<Field> input,
        ZoneId timeZone,
        WriterMemory memory) {
    /** With as much memory as there is. */
    public WriterContext(
            String jobId, int operatorId, int subtask, int term, int attempt, List<Field> input, ZoneId timeZone) {
        this(jobId, operatorId, subtask, term, attempt, input, timeZone, WriterMemory.UNBOUNDED);
    }
}
