/**
 * Joins of a stream with a table that is asked for the keys of its rows. {@code KeyLookupJoinOperator} finds the distinct keys of each batch, has {@code LookupCache} answer those that it knows, and
 * {@code LookupRequests} send the others; a {@code LookedUpBatch} waits for its answers. Requests run on I/O threads, all else on the task's own. Nothing is kept across checkpoints: a barrier
 * passes when no request is under way.
 */
package io.blink.runtime.operator.join.lookup.request;
