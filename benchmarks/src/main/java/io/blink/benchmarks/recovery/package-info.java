/** {@code bench recovery}: how long a stream with much state takes to go on after {@code kill -9} of a worker, phase by phase. Called by the command's thread; everything blocks. */
package io.blink.benchmarks.recovery;
