/** {@code bench checkpoints}: what checkpoints of one task's state cost. */
package io.blink.benchmarks.checkpoint;
