/**
 * Edges between tasks. {@link io.blink.runtime.exchange.TaskOutput}s partition what a task emits; {@link io.blink.runtime.exchange.InputGate}s combine what its producers
 * send. Both are used by a task's driver and never block. In between stand bounded queues and shuffle partitions, kept in the process's
 * {@link io.blink.runtime.exchange.PartitionRegistry}, where the transport finds them too. Batches pass by reference inside a process.
 */
package io.blink.runtime.exchange;
