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
 */
public record WriterContext(
        String jobId, int operatorId, int subtask, int term, int attempt, List<Field> input, ZoneId timeZone) {}
