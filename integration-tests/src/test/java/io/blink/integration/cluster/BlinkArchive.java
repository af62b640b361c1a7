package io.blink.integration.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The unpacked archive, whose scripts run as a user runs them: in processes of their own, with nothing but HADOOP_CONF_DIR set. */
public final class BlinkArchive {
    /** The source tree of this build. */
    public static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

    private static final Path BUILT = SOURCES.resolve("dist/target");

    private final Path home;
    private final Path hadoopConfiguration;

    private BlinkArchive(Path home, Path hadoopConfiguration) {
        this.home = home;
        this.hadoopConfiguration = hadoopConfiguration;
    }

    /** The archive of this build, used against the cluster with that configuration. */
    public static BlinkArchive against(Path hadoopConfiguration) {
        try (Stream<Path> found = Files.find(
                BUILT,
                2,
                (path, attributes) -> attributes.isDirectory()
                        && Files.isDirectory(path.resolve("bin"))
                        && Files.isDirectory(path.resolve("lib")))) {
            return new BlinkArchive(
                    found.findFirst()
                            .orElseThrow(() -> new IllegalStateException(
                                    "No unpacked archive below " + BUILT + "; build module dist first")),
                    hadoopConfiguration);
        } catch (IOException exception) {
            throw new UncheckedIOException("Cannot look for the archive below " + BUILT, exception);
        }
    }

    /** Runs {@code bin/<script>} to its end. */
    public CommandResult run(String script, List<String> arguments) {
        return start(script, arguments).join();
    }

    /** Starts {@code bin/<script>}; the result comes when it has ended. It ends with the test process at the latest. */
    public CompletableFuture<CommandResult> start(String script, List<String> arguments) {
        List<String> words =
                new ArrayList<>(List.of(home.resolve("bin").resolve(script).toString()));
        words.addAll(arguments);
        try {
            Path output = Files.createTempFile("blink-output", ".txt");
            Path messages = Files.createTempFile("blink-messages", ".txt");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .redirectError(messages.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("HADOOP_CONF_DIR", hadoopConfiguration.toString());
            builder.environment().put("BLINK_JVM_OPTIONS", "-XX:TieredStopAtLevel=1");
            builder.environment().remove("BLINK_HOME");
            Process process = builder.start();
            Thread killer = new Thread(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(killer);
            return process.onExit().thenApply(ended -> result(ended, output, messages));
        } catch (IOException exception) {
            throw new UncheckedIOException("Cannot run " + words, exception);
        }
    }

    private static CommandResult result(Process ended, Path output, Path messages) {
        try {
            CommandResult result =
                    new CommandResult(ended.exitValue(), Files.readString(output), Files.readString(messages));
            Files.delete(output);
            Files.delete(messages);
            return result;
        } catch (IOException exception) {
            throw new UncheckedIOException("Cannot read what a command printed", exception);
        }
    }
}
