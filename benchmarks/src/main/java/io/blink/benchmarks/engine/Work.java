package io.blink.benchmarks.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * Runs of a query that are to be made, one after the other in one process.
 *
 * @param text in the engine's dialect
 * @param runs their numbers
 * @param resultFile where the rows of a run go, replacing those of the run before
 */
public record Work(String query, String text, List<Integer> runs, Path resultFile) {}
