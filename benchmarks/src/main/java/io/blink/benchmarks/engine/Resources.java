package io.blink.benchmarks.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each engine gets, the same for all, and what Blink gets beside it.
 *
 * @param threads cores; processes are bound to the first so many where the machine has more
 * @param memoryMegabytes heap of an engine on the JVM, memory limit of any other
 * @param folder logs and temporary files
 * @param timeout of one run of one query
 * @param blinkSettings settings of Blink, which replace those of its file
 */
public record Resources(
        int threads, int memoryMegabytes, Path folder, Duration timeout, Map<String, String> blinkSettings) {
    /** Flink's {@code taskmanager.memory.managed.fraction}, as it is by default. */
    private static final int MANAGED_PERCENT = 40;

    String fill(String value) {
        return value.replace("${threads}", Integer.toString(threads))
                .replace("${memory}", Integer.toString(memoryMegabytes))
                .replace("${managed}", Integer.toString(memoryMegabytes * MANAGED_PERCENT / 100))
                .replace(
                        "${temporary}",
                        folder.resolve("temporary").toAbsolutePath().toString());
    }

    /** What is put before a command to bind its process to the cores. */
    public List<String> binding() {
        return Runtime.getRuntime().availableProcessors() <= threads
                ? List.of()
                : List.of(
                        "taskset",
                        "-c",
                        IntStream.range(0, threads).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }
}
