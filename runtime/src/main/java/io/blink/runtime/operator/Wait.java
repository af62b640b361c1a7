package io.blink.runtime.operator;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;

/**
 * What an operator waits for.
 *
 * @param event completes when the operator should be called again; {@code null} for {@link #NONE}
 * @param atNanos a {@link System#nanoTime} at which to call again even without the event; {@link Long#MAX_VALUE}: none
 */
public record Wait(CompletableFuture<?> event, long atNanos) {
    /** Not waiting: the operator can go on. */
    public static final Wait NONE = new Wait(null, Long.MAX_VALUE);

    public static Wait until(CompletableFuture<?> event) {
        return new Wait(requireNonNull(event, "event"), Long.MAX_VALUE);
    }

    /** For time alone. */
    public static Wait untilNanos(long atNanos) {
        return new Wait(new CompletableFuture<>(), atNanos);
    }

    public boolean isNone() {
        return event == null;
    }
}
