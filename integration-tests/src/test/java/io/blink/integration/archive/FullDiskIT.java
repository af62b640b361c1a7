package io.blink.integration.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole jobs of one engine whose disks really refuse bytes: the process may make files of a few KB alone ({@code ulimit -f}), which is enough for plans and not for rows.
 */
@Timeout(600)
class FullDiskIT {
    private static final Path HOME =
            Path.of("../dist/target/blink-0.1.0/blink-0.1.0").toAbsolutePath().normalize();
    private static final int FILE_KILOBYTES_MAX = 24;
    private static final String SCRIPT = """
            CREATE TABLE numbers (id BIGINT, k INT, text STRING) WITH (
              'connector' = 'datagen', 'number-of-rows' = '40000', 'fields.id.kind' = 'sequence', 'fields.text.length' = '400');
            CREATE TABLE hole (id BIGINT, k INT, text STRING) WITH ('connector' = 'blackhole');
            SET 'execution.batch-shuffle-mode' = 'ALL_EXCHANGES_BLOCKING';
            SELECT COUNT(*) FROM (SELECT DISTINCT text FROM numbers);
            SET 'execution.batch-shuffle-mode' = 'ALL_EXCHANGES_PIPELINED';
            SELECT COUNT(*) FROM (SELECT DISTINCT text FROM numbers);
            SELECT COUNT(*), MAX(a.text), MAX(b.text) FROM numbers a JOIN numbers b ON a.id = b.id;
            INSERT INTO hole SELECT * FROM numbers ORDER BY text;
            SELECT COUNT(*) AS n FROM numbers;
            """;

    @TempDir
    Path folder;

    @Test
    void eachJobEndsWithOneErrorThatSaysWhereAndWhatHelpsAndTheEngineGoesOn() throws IOException, InterruptedException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Path output = folder.resolve("output");
        Path messages = folder.resolve("messages");

        assertThat(run(output, messages, "io.tmp.dirs=" + first + "," + second)).isEqualTo(1);

        List<String> told = Files.readAllLines(messages).stream()
                .filter(line -> line.startsWith("#"))
                .toList();
        assertThat(told).hasSize(9);
        assertThat(told.get(3))
                .as("a blocking exchange")
                .matches(refusal(
                        "#4 error NO_LOCAL_DIRECTORY Shuffle (run|file) \\S+ of [1-9]\\d+ bytes", first, second));
        for (int spilling : new int[] {5, 6, 7}) {
            assertThat(told.get(spilling))
                    .as("aggregate, join, sort")
                    .matches(refusal(
                            "#" + (spilling + 1)
                                    + " error SPILL_FAILED [1-9]\\d+ bytes of rows that do not fit in memory",
                            first,
                            second));
        }
        assertThat(told.get(8)).as("the engine is usable").startsWith("#9 ok");
        assertThat(Files.readString(output)).endsWith("n\r\n40000\r\n");
        assertThat(Stream.of(first, second).flatMap(FullDiskIT::children)).isEmpty();
    }

    private static Pattern refusal(String beginning, Path first, Path second) {
        return Pattern.compile(
                beginning + " cannot be written in any local directory \\((?=.*" + first + ")(?=.*" + second
                        + ").*File too large.*\\)\\. Free disk space there, .*'io\\.tmp\\.dirs'.* worker local on localhost\\)");
    }

    private int run(Path output, Path messages, String directories) throws IOException, InterruptedException {
        List<String> command = List.of(
                "bash",
                "-c",
                "ulimit -f " + FILE_KILOBYTES_MAX + "; exec \"$@\"",
                "limited",
                HOME.resolve("bin/blink").toString(),
                "sql",
                "--continue-on-error",
                "--timing",
                "--format",
                "csv",
                "-D",
                directories,
                "-D",
                "taskmanager.numberOfTaskSlots=2",
                "-D",
                "taskmanager.memory.managed.size=2mb",
                "-e",
                SCRIPT);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(messages.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // The JVM's counters are a file of 32 KB.
        builder.environment().put("BLINK_JVM_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:-UsePerfData");
        builder.environment().put("BLINK_LOG_DIR", folder.resolve("log").toString());
        builder.environment().remove("BLINK_HOME");
        Process process = builder.start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        return process.waitFor();
    }

    private static Stream<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
    }
}
