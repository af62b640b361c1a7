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

    /**
     * For an operator that can go on without input once others have had their turn. What it waited for may come between {@link Operator#output} and {@link Operator#waitsFor}: one
     * that takes no input then must not answer {@link #NONE}, since nothing would ever call it again.
     */
    public static final Wait OTHERS_TURN = new Wait(CompletableFuture.completedFuture(null), Long.MAX_VALUE);

    public static Wait until(CompletableFuture<?> event) {
        return new Wait(requireNonNull(event, "event"), Long.MAX_VALUE);
    }

    /** For an operator that takes no input now. */
    public Wait orOthersTurn() {
        return isNone() ? OTHERS_TURN : this;
    }

    public boolean isNone() {
        return event == null;
    }
}
