/**
 * Incremental checkpoints of one operator's state. The operator hands over immutable pages on its task's thread; {@code CheckpointWriter} writes those that no file has yet on an I/O
 * thread and answers with a {@code StateHandle} that lists where every page lies. {@code CheckpointReader} reads pages back, of any number of handles, so that the key groups can be dealt out
 * anew. Files are never changed; {@code StateFiles} says which no kept handle needs any more.
 */
package io.blink.state.checkpoint;
