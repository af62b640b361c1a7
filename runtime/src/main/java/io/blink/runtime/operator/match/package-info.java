/**
 * MATCH_RECOGNIZE: sequences of rows that match a pattern. {@code PatternProgram} is the pattern as instructions, {@code PatternSearch} runs it from one row on with the preferred way first,
 * and stops where rows are missing; {@code PartitionMatching} goes through a {@code SearchedPartition}, as far as rows are there. The operators hand partitions over, in a batch sorted ones, in a stream from state as the watermark passes their rows; both on their task's
 * thread.
 */
package io.blink.runtime.operator.match;
