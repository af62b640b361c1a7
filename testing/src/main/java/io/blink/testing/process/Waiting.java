package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do, by looking again and again; a condition decides, never a duration. */
public final class Waiting {
    private static final long POLL_MILLIS = 50;

    private Waiting() {}

    /** Blocks until {@code condition} holds; fails, naming {@code what}, when it has not within {@code timeout}. */
    public static void until(String what, Duration timeout, BooleanSupplier condition) {
        forValue(what, timeout, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that {@code look} finds. */
    public static <T> T forValue(String what, Duration timeout, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new BlinkException(
                        TestingErrorCode.WAITED_TOO_LONG, what + ": not within " + timeout.toSeconds() + " s");
            }
            pause(what);
        }
    }

    private static void pause(String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new BlinkException(TestingErrorCode.WAITED_TOO_LONG, "Interrupted: " + what, exception);
        }
    }
}
