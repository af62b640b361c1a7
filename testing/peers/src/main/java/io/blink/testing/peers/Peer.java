package io.blink.testing.peers;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import io.blink.testing.process.JavaHome;
import io.blink.testing.process.ServerClassPath;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An engine in a process of its own, which ends with this one. Used by one thread; every wait is bounded. */
public final class Peer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
    private static final String ENDED = "\u0000ended";

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final PeerOptions options;
    private final Process process;
    private final BufferedWriter requests;
    private int count;

    private Peer(PeerOptions options, Process process) {
        this.options = options;
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Blocks until the engine takes statements. */
    public static Peer start(PeerOptions options) {
        try {
            Files.createDirectories(options.folder());
            Process process = new ProcessBuilder(command(options))
                    .directory(options.folder().toFile())
                    .redirectError(
                            ProcessBuilder.Redirect.appendTo(logFile(options).toFile()))
                    .start();
            Peer peer = new Peer(options, process);
            peer.readAnswers();
            peer.awaitReady();
            return peer;
        } catch (IOException e) {
            throw new BlinkException(
                    TestingErrorCode.SERVER_FAILED, options.program() + " cannot be started in " + options.folder(), e);
        }
    }

    private static List<String> command(PeerOptions options) throws IOException {
        String classPath = Stream.concat(
                        Stream.of(ServerClassPath.containing(StatementLoop.class)),
                        options.program().classPath().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path arguments = Files.writeString(options.folder().resolve("java.arguments"), "-cp\n\"" + classPath + "\"\n");
        List<String> words = new ArrayList<>(options.command());
        words.add(JavaHome.forServers().launcher().toString());
        words.addAll(options.program().jvmOptions());
        words.addAll(options.jvmOptions());
        words.add("@" + arguments);
        words.add(options.program().mainClass());
        options.settings().forEach((key, value) -> words.add(key + "=" + value));
        return words;
    }

    private static Path logFile(PeerOptions options) {
        return options.folder().resolve("process.log");
    }

    private void readAnswers() {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                        lines.lines()
                                .filter(line -> line.startsWith(StatementLoop.MARK))
                                .forEach(line -> answers.add(line.substring(StatementLoop.MARK.length())));
                    } catch (IOException | java.io.UncheckedIOException closed) {
                        // Reading from a killed process: its end is the answer.
                    } finally {
                        answers.add(ENDED);
                    }
                },
                "peer-answers");
        reader.setDaemon(true);
        reader.start();
    }

    private void awaitReady() {
        if (!"ready".equals(next(START_TIMEOUT))) {
            close();
            throw new BlinkException(
                    TestingErrorCode.SERVER_FAILED,
                    options.program() + " did not start within " + START_TIMEOUT.toSeconds() + " s; see "
                            + logFile(options));
        }
    }

    /** The next line of the process, {@link #ENDED} if none will come, {@code null} if none came in time. */
    private String next(Duration timeout) {
        try {
            return answers.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /**
     * Runs one statement and waits for its end.
     *
     * @param resultFile where its rows go: a record of the types, one of the names, then the rows; {@code null} drops them
     */
    public PeerAnswer run(String statement, Path resultFile, Duration timeout) {
        String line;
        try {
            Path text = Files.writeString(options.folder().resolve("statement-" + ++count + ".sql"), statement);
            requests.write(resultFile == null ? text.toString() : text + "\t" + resultFile.toAbsolutePath());
            requests.newLine();
            requests.flush();
            line = next(timeout);
        } catch (IOException e) {
            line = ENDED;
        }
        if (line == null || line.equals(ENDED)) {
            boolean late = line == null;
            process.destroyForcibly();
            return new PeerAnswer.Gone(
                    late,
                    late
                            ? "no answer within " + timeout.toSeconds() + " s"
                            : "its process ended, see " + logFile(options));
        }
        String[] words = line.split("\t");
        return words[0].equals("ok")
                ? new PeerAnswer.Done(
                        Duration.ofNanos(Long.parseLong(words[1])), Long.parseLong(words[2]), figures(words))
                : new PeerAnswer.Failed(words[1]);
    }

    private static Map<String, Long> figures(String[] words) {
        return Stream.of(words)
                .skip(3)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Long.valueOf(parts[1])));
    }

    /** Runs a statement that must work. */
    public void execute(String statement, Duration timeout) {
        query(statement, null, timeout);
    }

    /** Runs a statement that must work. */
    public PeerAnswer.Done query(String statement, Path resultFile, Duration timeout) {
        PeerAnswer answer = run(statement, resultFile, timeout);
        if (answer instanceof PeerAnswer.Done done) {
            return done;
        }
        throw new BlinkException(
                TestingErrorCode.SERVER_FAILED, options.program() + ": " + answer + "; the statement: " + statement);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException alreadyGone) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
