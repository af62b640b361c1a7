/**
 * Blink beside other engines: {@code bin/bench} prepares data once, runs each engine in processes of its own one after the other, compares rows with DuckDB's and prints
 * times. {@link io.blink.benchmarks.BenchCommand} wires it; everything runs on its one thread.
 */
package io.blink.benchmarks;
