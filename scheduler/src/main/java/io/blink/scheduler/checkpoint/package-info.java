/**
 * Checkpoints of streams: the coordinator triggers sources, collects what tasks save, makes it one metadata file, and only then has the sinks commit. The completion of
 * that file is the one point of decision: before it nothing of the checkpoint is committed, after it everything is, however often that has to be tried.
 */
package io.blink.scheduler.checkpoint;
