/**
 * Rows multiplied by the elements of their arrays and maps, in batches and in streams. Made by {@code OperatorFactory}, called on task threads. Nothing is kept
 * from one batch to the next.
 */
package io.blink.runtime.operator.unnest;
