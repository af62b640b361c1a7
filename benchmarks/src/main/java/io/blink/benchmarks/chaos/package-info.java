/**
 * A stream from Kafka to Kafka whose workers die, or whose readers fail, at moments that a seed decides. Rows are numbered by key, so that readers of committed records tell
 * without the engine whether one was lost, came twice or out of order. The run's own thread strikes, one thread produces, one reads along.
 */
package io.blink.benchmarks.chaos;
