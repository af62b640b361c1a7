/**
 * Streams measured in this process: rows a second, and the time from when rows are due to their emission and commit. One job at a time runs in a local engine; the measuring sink
 * and the idle thread that shows the machine's own pauses write to histograms of their own, which are read when the job has ended.
 */
package io.blink.benchmarks.stream;
