/**
 * Reading topics. The job master lists partitions and fixes where each begins and ends ({@link io.blink.kafka.source.PartitionSplits}), again while brokers are away; a worker reads each on
 * I/O threads ({@link io.blink.kafka.source.PartitionReader}), whose position is the next offset; the partitions of a task share a consumer ({@link io.blink.kafka.source.TaskConsumer}). A partition with an end that brings nothing for long is asked after
 * ({@link io.blink.kafka.source.Silence}). Offsets live in checkpoints; what a group is told is for others to look at.
 */
package io.blink.kafka.source;
