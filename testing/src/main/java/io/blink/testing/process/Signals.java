package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** POSIX signals that {@link ProcessHandle} has no method for, sent through {@code kill}. */
public final class Signals {
    private static final long TIMEOUT_SECONDS = 10;

    private Signals() {}

    /** Sends {@code SIG<signal>} to a process of the same user, for example {@code STOP}. */
    public static void send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            if (!kill.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                throw new BlinkException(
                        TestingErrorCode.SERVER_FAILED,
                        "SIG" + signal + " to process " + pid + " failed: " + output.strip());
            }
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.SERVER_FAILED, "Cannot run kill", exception);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new BlinkException(
                    TestingErrorCode.SERVER_FAILED,
                    "Interrupted while process " + pid + " was sent SIG" + signal,
                    exception);
        }
    }
}
