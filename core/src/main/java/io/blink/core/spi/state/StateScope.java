package io.blink.core.spi.state;

/**
 * Whose state a store holds.
 *
 * @param owner operator and task, for messages
 * @param directory of the operator and subtask within the job's folder; the store's files lie there
 * @param attempt unique among the attempts that ever write to the directory
 * @param subtask of {@code parallelism} tasks, over which {@code keyGroups} groups are dealt out
 */
public record StateScope(String owner, String directory, int attempt, int subtask, int parallelism, int keyGroups) {}
