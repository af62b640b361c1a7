package io.blink.runtime.operator;

import io.blink.core.column.Batch;

/**
 * One operator of one task: a resumable state machine that never blocks. The task's driver calls it on one thread at a time, in turns of at most about a
 * millisecond of work:
 *
 * <ol>
 *   <li>while {@link #output} gives batches, the driver hands them on;
 *   <li>when it gives none and {@link #wait} is {@link Wait#NONE}, the driver adds a batch to an input that {@link #needsInput} names, or passes a control event;
 *   <li>when every input has ended and {@link #output} gives none, {@link #finished} turns true.
 * </ol>
 *
 * A step ({@link #addInput}, {@link #output}) does a bounded piece of work: about one batch. {@link #close} releases everything at any time, also after a failure.
 */
public interface Operator extends AutoCloseable {
    /** Whether {@link #addInput} may be called for this input now. False for an input that is not wanted yet (a probe side while the build side is read). */
    boolean needsInput(int input);

    /** Takes a batch; only after {@link #needsInput} was true. */
    void addInput(int input, Batch batch);

    /** No more batches will come on this input. */
    void endInput(int input);

    /** The next rows, or {@code null} if there are none now. Never an empty batch. */
    Batch output();

    /** Whether {@link #output} will never give a batch again. */
    boolean finished();

    /** What the operator waits for when it can neither take input nor give output. */
    default Wait waitsFor() {
        return Wait.NONE;
    }

    /** Whether rows may be added (where {@link #needsInput} says so) while {@link #waitsFor} names an event. Control events pass only when it names none. */
    default boolean takesInputWhileWaiting() {
        return false;
    }

    /** The {@link System#nanoTime} at which {@link #output} may have something though nothing comes; {@link Long#MAX_VALUE}: there is none. */
    default long wakeNanos() {
        return Long.MAX_VALUE;
    }

    /**
     * The combined watermark of the inputs has reached {@code micros} (microseconds since 1970). Called when {@link #output} has given {@code null}; the driver passes
     * the watermark on after the batches that this call caused.
     */
    default void watermark(long micros) {}

    /** By how much the times of rows that the operator emits may lie behind the watermark of its inputs; the one that it passes on lies that much lower. {@link Long#MAX_VALUE}: none passes before the end. */
    default long watermarkDelayMicros() {
        return 0;
    }

    /**
     * A barrier is next: an operator that holds no state across checkpoints has {@link #output} emit what it has. Called when {@link #output} has given {@code null};
     * {@link #snapshot} follows after the batches that this call caused, with no input between.
     */
    default void beforeSnapshot() {}

    /**
     * Takes a consistent cut: everything before the barrier is in it. Called when {@link #output} has given {@code null}. Returns at once; the work is done by the
     * returned handle on an I/O thread.
     */
    default OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.EMPTY;
    }

    /** Counts for metrics and EXPLAIN ANALYZE. */
    default OperatorStatistics statistics() {
        return OperatorStatistics.NONE;
    }

    @Override
    void close();
}
