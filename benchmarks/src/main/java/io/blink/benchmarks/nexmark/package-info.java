/**
 * {@code bench nexmark}: the queries of the Nexmark benchmark on Blink and on Flink, each in a process of its own, over the same events, from files or generated in each process. {@link
 * io.blink.benchmarks.nexmark.BlinkStatements} is the main class of Blink's process; everything else runs in the command's.
 */
package io.blink.benchmarks.nexmark;
