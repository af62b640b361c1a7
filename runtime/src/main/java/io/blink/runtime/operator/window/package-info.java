/**
 * Aggregation in windows of event time. {@code WindowAggregateOperator} keeps the groups of each open window in layers: a barrier seals the layer that rows go to, in constant time, and the
 * checkpoint's I/O thread writes what is sealed while rows go to a new one. {@code WindowCheckpoints} writes and restores layers through the state module. All but that on the operator's
 * task thread.
 */
package io.blink.runtime.operator.window;
