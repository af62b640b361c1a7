/**
 * Rows of a stream by their rank within a partition: the first or last row of each key, and the first few. Operators run on their task's thread; what they must not lose is in the tables of their
 * {@code KeyedStateStore}, what they keep beside these is a cache.
 */
package io.blink.runtime.operator.rank;
