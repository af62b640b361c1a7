/**
 * Blink beside other engines: {@code bin/bench} prepares data once, runs each engine in processes of its own one after the other, compares rows with DuckDB's and prints
 * times ({@link io.blink.benchmarks.SuiteCommand}, all on its one thread), or measures streams in its own process ({@link io.blink.benchmarks.stream}).
 */
package io.blink.benchmarks;
