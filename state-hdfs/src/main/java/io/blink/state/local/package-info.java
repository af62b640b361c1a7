/**
 * Copies of checkpoints' files on the worker's own disk, from which a task that comes back to the worker restores. {@code LocalCopies} stands before the file system that keeps checkpoints; stores know
 * nothing of it. On I/O threads.
 */
package io.blink.state.local;
