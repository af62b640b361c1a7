package io.blink.client.script;

import io.blink.scheduler.job.JobStatus;
import io.blink.session.JobListener;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The job that a statement waits for, and a line about it on the terminal once the statement has taken a second. The line is cleared before anything else is printed.
 * Used by the thread of the statements.
 */
public final class JobProgress implements JobListener {
    private static final long SHOWN_AFTER_NANOS = 1_000_000_000L;
    private static final long REDRAWN_AFTER_NANOS = 150_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Optional<PrintStream> terminal;
    private final LongSupplier nanoTime;
    private Optional<String> unfinishedJob = Optional.empty();
    private long began;
    private long drawn;
    private boolean visible;

    /** @param terminal empty: nothing is shown */
    public JobProgress(Optional<PrintStream> terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** A statement begins. */
    void begin() {
        unfinishedJob = Optional.empty();
        began = nanoTime.getAsLong();
        drawn = began;
    }

    /** The statement has a job. */
    void waitsFor(String jobId) {
        unfinishedJob = Optional.of(jobId);
    }

    /** Whether somebody looks and a redraw is due, so that asking for the status is worth it. */
    boolean due() {
        long now = nanoTime.getAsLong();
        return terminal.isPresent() && now - began >= SHOWN_AFTER_NANOS && now - drawn >= REDRAWN_AFTER_NANOS;
    }

    @Override
    public void progress(JobStatus status) {
        boolean ended = status.state().ended();
        unfinishedJob = ended ? Optional.empty() : Optional.of(status.jobId());
        if (ended) {
            clear();
        } else if (due()) {
            drawn = nanoTime.getAsLong();
            draw(ProgressLine.of(status, (drawn - began) / 1_000_000L));
        }
    }

    private void draw(String line) {
        PrintStream target = terminal.orElseThrow();
        target.print(CLEAR_LINE + line);
        target.flush();
        visible = true;
    }

    void clear() {
        if (visible) {
            PrintStream target = terminal.orElseThrow();
            target.print(CLEAR_LINE);
            target.flush();
            visible = false;
        }
    }

    /** The job that the statement waits or waited for, if it had not ended when last seen. */
    Optional<String> unfinishedJob() {
        return unfinishedJob;
    }
}
