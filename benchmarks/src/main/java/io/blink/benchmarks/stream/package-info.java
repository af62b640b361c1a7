/**
 * Streams measured in this process: rows a second, and the time from a window's close to its emission. One job at a time runs in a local engine; the measuring sink
 * and the idle thread that shows the machine's own pauses write to histograms of their own, which are read when the job has ended.
 */
package io.blink.benchmarks.stream;
