package io.blink.testing.process;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One Java server in a process of its own. Used by one thread at a time; may be started again after it has ended, with the same command and
 * so the same folder and ports. Faults are real signals: {@link #kill} is SIGKILL, {@link #pause} SIGSTOP.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);
    private static final Duration KILL_GRACE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 100;
    private static final int LOG_TAIL_LINES = 40;

    private final ServerCommand command;
    private final Readiness readiness;
    // Kept as long as the server is: a collected Process closes the pipe whose end tells an attached server that its
    // parent died.
    private Process process;
    private boolean paused;

    public ServerProcess(ServerCommand command, Readiness readiness) {
        this.command = requireNonNull(command, "command");
        this.readiness = requireNonNull(readiness, "readiness");
    }

    /** Launches the process and returns at once; its output goes to {@link ServerCommand#logFile}. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException(name() + " runs already as process " + process.pid());
        }
        try {
            Files.createDirectories(command.logFile().getParent());
            Files.createDirectories(command.pidFile().getParent());
            Files.createDirectories(command.temporaryFolder());
            Files.writeString(command.argumentFile(), classPathArgument());
            paused = false;
            process = builder().start();
            Files.writeString(command.pidFile(), process.pid() + "\n");
        } catch (IOException exception) {
            throw new BlinkException(
                    TestingErrorCode.SERVER_FAILED,
                    "Cannot start " + name() + " with " + command.javaHome().launcher() + " in " + command.folder(),
                    exception);
        }
    }

    /** Blocks until the server answers; fails with the tail of its log when it ends first or takes longer than {@code timeout}. */
    public void awaitReady(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        IOException last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (readiness.answers()) {
                    return;
                }
            } catch (IOException notYet) {
                last = notYet;
            }
            if (awaitEnd(Duration.ofMillis(POLL_MILLIS))) {
                throw failure("ended while it started", last);
            }
        }
        throw failure("did not answer within " + timeout.toSeconds() + " s", last);
    }

    public boolean answers() {
        try {
            return isAlive() && readiness.answers();
        } catch (IOException notNow) {
            return false;
        }
    }

    public String name() {
        return command.name();
    }

    public ServerCommand command() {
        return command;
    }

    public long pid() {
        return started().pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Asks the process to end (SIGTERM) and kills it when it has not after 20 s. */
    public void stop() {
        requestStop();
        awaitStopped();
    }

    /** SIGTERM without waiting, so that several servers end side by side. */
    public void requestStop() {
        if (isAlive()) {
            if (paused) {
                resume();
            }
            process.destroy();
        }
    }

    /** The second half of {@link #stop}. */
    public void awaitStopped() {
        if (isAlive() && !awaitEnd(STOP_GRACE)) {
            kill();
        }
    }

    /** {@code kill -9}, returning when the process is gone. */
    public void kill() {
        if (isAlive()) {
            process.destroyForcibly();
            if (!awaitEnd(KILL_GRACE)) {
                throw failure("outlived SIGKILL for " + KILL_GRACE.toSeconds() + " s", null);
            }
        }
    }

    /** SIGSTOP: the process keeps its sockets and memory and does nothing until {@link #resume}. */
    public void pause() {
        Signals.send("STOP", pid());
        paused = true;
        Waiting.until(name() + " stands still", STOP_GRACE, this::standsStill);
    }

    /** One thread takes the signal, when it gets a processor, and stops the others; until then they go on. */
    private boolean standsStill() {
        try (var threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            return threads.allMatch(ServerProcess::isStopped);
        } catch (IOException exception) {
            throw failure("has no threads to stop", exception);
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            String state = Files.readString(thread.resolve("stat"));
            return state.startsWith(" T", state.lastIndexOf(')') + 1);
        } catch (IOException ended) {
            return true;
        }
    }

    public void resume() {
        Signals.send("CONT", pid());
        paused = false;
    }

    /** The last lines that the server wrote, over all its starts. */
    public String logTail() {
        try (var lines = Files.lines(command.logFile(), StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - LOG_TAIL_LINES), all.size()).stream()
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            return "(no log at " + command.logFile() + ": " + unreadable + ")";
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Waits for a process that ends by itself and returns its exit status; fails when it takes longer. */
    public int awaitExit(Duration timeout) {
        if (!awaitEnd(timeout)) {
            throw failure("did not end within " + timeout.toSeconds() + " s", null);
        }
        return process.exitValue();
    }

    private boolean awaitEnd(Duration timeout) {
        try {
            return started().waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure("was waited for when the waiting thread was interrupted", interrupted);
        }
    }

    private Process started() {
        if (process == null) {
            throw new IllegalStateException(name() + " was not started");
        }
        return process;
    }

    private BlinkException failure(String what, Exception cause) {
        return new BlinkException(
                TestingErrorCode.SERVER_FAILED,
                name() + " (process " + process.pid() + ") " + what
                        + (cause == null ? "" : " (last answer: " + cause + ")") + "; its log " + command.logFile()
                        + " ends with\n" + logTail(),
                cause);
    }

    private ProcessBuilder builder() {
        List<String> words = new ArrayList<>();
        boolean detached = command.lifetime() == Lifetime.DETACHED;
        if (detached) {
            words.add("setsid"); // A session of its own: Ctrl-C in the terminal does not reach it.
        }
        words.add(command.javaHome().launcher().toString());
        words.add(LeftoverProcesses.marker(command.folder()));
        words.add("-Djava.io.tmpdir=" + command.temporaryFolder());
        words.addAll(command.jvmArguments());
        words.add("@" + command.argumentFile());
        words.add(ServerMain.class.getName());
        words.add(command.lifetime().name());
        words.add(command.mainClass());
        words.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.directory(command.folder().toFile());
        builder.environment().putAll(command.environment());
        builder.environment().put("JAVA_HOME", command.javaHome().folder().toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(command.logFile().toFile()));
        builder.redirectInput(
                detached ? ProcessBuilder.Redirect.from(new File("/dev/null")) : ProcessBuilder.Redirect.PIPE);
        return builder;
    }

    private String classPathArgument() {
        List<Path> entries = new ArrayList<>(command.classPath());
        entries.add(ServerClassPath.containing(ServerMain.class));
        String joined = entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return "-cp\n\"" + joined.replace("\\", "\\\\") + "\"\n";
    }
}
