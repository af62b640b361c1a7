/** How long statements take from their text to a job, measured within one process and without running them. Called by {@code bin/bench planning} on its main thread. */
package io.blink.benchmarks.planning;
