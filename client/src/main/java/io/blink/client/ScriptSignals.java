package io.blink.client;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Ctrl-C and {@code kill} of a script. The first signal interrupts the thread that runs statements, which cancels the job and ends the script; the second ends the
 * process at once.
 */
final class ScriptSignals implements AutoCloseable {
    /** What shells report for a process that a signal ended: 128 and the signal's number. */
    private static final int INTERRUPTED = 130;

    private static final int TERMINATED = 143;

    private final Thread statements;
    private final AtomicInteger exitCode = new AtomicInteger();
    private final Object previousInterrupt;
    private final Object previousTerminate;

    ScriptSignals(Thread statements) {
        this.statements = statements;
        this.previousInterrupt = Signals.register("INT", () -> received(INTERRUPTED));
        this.previousTerminate = Signals.register("TERM", () -> received(TERMINATED));
    }

    private void received(int code) {
        if (exitCode.compareAndSet(0, code)) {
            statements.interrupt();
        } else {
            Runtime.getRuntime().halt(code);
        }
    }

    boolean stopped() {
        return exitCode.get() != 0;
    }

    /** That of the signal, else the given one. */
    int exitCode(int without) {
        return stopped() ? exitCode.get() : without;
    }

    @Override
    public void close() {
        Signals.unregister("INT", previousInterrupt);
        Signals.unregister("TERM", previousTerminate);
    }
}
