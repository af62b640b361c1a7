/**
 * What users write: functions in Java for SQL statements. A class extends {@link io.blink.core.spi.function.ScalarFunction}, {@link io.blink.core.spi.function.TableFunction},
 * {@link io.blink.core.spi.function.AggregateFunction} or {@link io.blink.core.spi.function.VectorizedFunction}, has a public constructor without parameters, and is made known by
 * CREATE FUNCTION. Names and methods are Flink's, so that a class written for Flink needs other imports and nothing else. Each instance is used by one thread at a time.
 */
package io.blink.core.spi.function;
