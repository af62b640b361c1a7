package io.blink.core.lifecycle;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The parts of something that is started and stopped as one. {@link #close} ends them in the reverse order in which they were added, each one whatever became of the
 * others; a second call ends what was added since the first. Safe on any thread.
 */
public final class Resources implements AutoCloseable {
    private final String owner;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** @param owner named when a part cannot be closed: "the worker" */
    public Resources(String owner) {
        this.owner = owner;
    }

    public synchronized <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** @throws BlinkException when all parts have had their turn and some failed: the first failure, the others suppressed */
    @Override
    public synchronized void close() {
        BlinkException problem = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                problem = with(problem, e);
            }
        }
        if (problem != null) {
            throw problem;
        }
    }

    private BlinkException with(BlinkException earlier, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        BlinkException problem = new BlinkException(
                CoreErrorCode.INTERNAL, "A part of " + owner + " cannot be closed: " + failure.getMessage(), failure);
        if (earlier == null) {
            return problem;
        }
        earlier.addSuppressed(problem);
        return earlier;
    }
}
