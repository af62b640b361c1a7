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

    @Override
    void close();
}
