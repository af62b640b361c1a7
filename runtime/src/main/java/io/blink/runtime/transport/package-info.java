/**
 * How batches get from the process that made them to the one that wants them. {@link io.blink.runtime.transport.PartitionClient} opens channels: from memory of the same
 * process by reference, from shuffle files, or over the network from another worker's {@link io.blink.runtime.transport.DataServer}. Network I/O happens on Netty's event
 * loops, file I/O on I/O threads; tasks poll and never block. Netty types stay in this package.
 */
package io.blink.runtime.transport;
