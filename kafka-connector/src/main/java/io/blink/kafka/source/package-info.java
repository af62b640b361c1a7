/**
 * Reading topics. The job master lists partitions and fixes where each begins and ends ({@link io.blink.kafka.source.PartitionSplits}); a worker reads each with a consumer of its
 * own on I/O threads ({@link io.blink.kafka.source.PartitionReader}), whose position is the next offset. Offsets live in checkpoints; what a group is told is for others to look at.
 */
package io.blink.kafka.source;
