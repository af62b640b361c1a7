package io.blink.runtime.exchange;

import java.util.OptionalLong;

/** All channels of one edge as one ordered input: the lowest watermark, aligned barriers, one end. Used by one thread at a time; nothing blocks. */
public interface InputGate extends AutoCloseable {
    /** The next element, or {@code null} if there is none now. Throws what {@link BatchChannel#poll} throws, naming the producer. */
    Element poll();

    /** Called, on any thread, when {@link #poll} may give something again. */
    void listener(Runnable listener);

    /** Since when the barriers of a checkpoint have been coming in; empty: none has come, or a later one's have. {@link System#nanoTime}. */
    default OptionalLong alignmentBegan(long checkpointId) {
        return OptionalLong.empty();
    }

    /**
     * The barrier of that checkpoint shall come ahead of the rows that are on their way: until it has come from all producers, what comes is set aside, and handed on behind it. Called again
     * and again while the checkpoint is under way. Nothing happens if the barrier has been handed on.
     */
    default void overtake(long checkpointId) {}

    /** That checkpoint will not complete. */
    default void giveUpOvertaking(long checkpointId) {}

    /** What the barrier of that checkpoint has overtaken; asked once, after the barrier was handed on. */
    default Overtaken overtaken(long checkpointId) {
        return Overtaken.NOTHING;
    }

    @Override
    void close();
}
