package io.blink.runtime.exchange;

/**
 * The consumer's end of what one producer sends it: from memory of this process, from a shuffle file, or over the network. Used by one thread at a time; nothing blocks.
 */
public interface BatchChannel extends AutoCloseable {
    /**
     * The next element, or {@code null} if there is none now or {@link Element.End} was given. A {@link io.blink.core.error.BlinkException} says that the data cannot
     * be had; it is thrown again by later calls.
     */
    Element poll();

    /** Called, on any thread, when {@link #poll} may give something again. Replaces the one before and is called at once if there may be something already. */
    void listener(Runnable listener);

    /** No more is wanted. Also tells the producer. */
    @Override
    void close();
}
