package io.blink.benchmarks.engine;

import io.blink.benchmarks.measure.Measurement.Outcome;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Follows the standard error of one Blink process and tells the end of each run as it comes. */
final class BlinkScriptRun {
    private static final long LOOK_MILLIS = 50;
    private static final String ENDED = "\u0000ended";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Set<Work> failed = new HashSet<>();
    private final Process process;
    private final LongSupplier peak;
    private final BlinkScript script;
    private final Duration timeout;
    private final Path log;
    private final RunListener listener;
    private long peakMegabytes;
    private int next;

    /** @param peak the most megabytes that the engine held so far */
    BlinkScriptRun(
            Process process, LongSupplier peak, BlinkScript script, Duration timeout, Path log, RunListener listener) {
        this.process = process;
        this.peak = peak;
        this.script = script;
        this.timeout = timeout;
        this.log = log;
        this.listener = listener;
    }

    /** Returns the work at which the process ended. */
    Work await() throws IOException {
        Thread reader = new Thread(this::readErrors, "blink-messages");
        reader.setDaemon(true);
        reader.start();
        try (BufferedWriter messages = Files.newBufferedWriter(log)) {
            follow(messages);
        } finally {
            process.destroyForcibly();
        }
        return script.runs().get(Math.min(next, script.runs().size() - 1)).work();
    }

    private void readErrors() {
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            errors.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException killed) {
            // The end of a killed process is told below like any other.
        } finally {
            lines.add(ENDED);
        }
    }

    private void follow(BufferedWriter messages) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            String line = poll();
            if (ENDED.equals(line)) {
                endedEarly();
                return;
            } else if (line != null) {
                messages.write(line);
                messages.newLine();
                Optional<TimingLine> timing = TimingLine.parse(line);
                if (timing.isPresent()) {
                    accept(timing.get());
                    deadline = System.nanoTime() + timeout.toNanos();
                }
            } else if (System.nanoTime() > deadline) {
                tell(Outcome.TIMED_OUT, 0, 0, "no answer within " + timeout.toSeconds() + " s");
                return;
            }
        }
    }

    private String poll() {
        try {
            return lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ENDED;
        }
    }

    private void accept(TimingLine timing) {
        if (BlinkScript.isMark(timing.number())) {
            next = BlinkScript.run(timing.number()) + 1;
            return;
        }
        next = BlinkScript.run(timing.number());
        peakMegabytes = Math.max(peakMegabytes, peak.getAsLong());
        if (timing.error().isPresent()) {
            tell(Outcome.FAILED, 0, 0, timing.error().get());
        } else {
            tell(Outcome.OK, timing.seconds(), timing.rows(), "");
        }
    }

    private void endedEarly() {
        if (next < script.runs().size()) {
            tell(Outcome.FAILED, 0, 0, "the process ended, see " + log);
        }
    }

    /** Of a work that failed only the first failure is told. */
    private void tell(Outcome outcome, double seconds, long rows, String message) {
        BlinkScript.Run run = script.runs().get(next);
        if (outcome == Outcome.OK || failed.add(run.work())) {
            listener.ended(run.work(), run.number(), outcome, seconds, rows, message, peakMegabytes);
        }
    }
}
