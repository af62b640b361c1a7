package io.blink.runtime.exchange;

/** All channels of one edge as one ordered input: the lowest watermark, aligned barriers, one end. Used by one thread at a time; nothing blocks. */
public interface InputGate extends AutoCloseable {
    /** The next element, or {@code null} if there is none now. Throws what {@link BatchChannel#poll} throws, naming the producer. */
    Element poll();

    /** Called, on any thread, when {@link #poll} may give something again. */
    void listener(Runnable listener);

    @Override
    void close();
}
