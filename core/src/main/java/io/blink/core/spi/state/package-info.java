/**
 * Keyed state of operators: value, list and sorted-map tables and timers, and how they outlive their task. Called by operators on their task's thread, in batches; nothing here
 * blocks but {@code KeyedStateStore.restore}, {@code StateSnapshot.write} and {@code close}, the first two on I/O threads. What a store holds it takes from its slot's memory pool, by
 * capacity. Keys come as columns with their frozen hashes, which decide the key group, so that state can be dealt out anew.
 */
package io.blink.core.spi.state;
