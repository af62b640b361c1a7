/**
 * Which functions SQL knows: Calcite's operators where SQL gives them a syntax of their own, ours ({@link io.blink.sql.function.BlinkFunction}) under
 * Flink's names for the rest, and what each is in a plan. Read by validation and by the translation of expressions. Immutable, any thread.
 */
package io.blink.sql.function;
