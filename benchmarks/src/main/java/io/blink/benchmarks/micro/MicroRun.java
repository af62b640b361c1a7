package io.blink.benchmarks.micro;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts JMH on the test classes of a module, which a build has left below {@code target}.
 *
 * @param home the source tree
 * @param folder of results and logs
 * @param iterationMillis how long each of the iterations takes
 */
record MicroRun(Path home, Path folder, int warmUps, int iterations, int iterationMillis) {
    private static final List<String> JVM = List.of("-Xms2g", "-Xmx2g", "-XX:+UseG1GC");

    /** Blocks until all forks have ended. */
    List<MicroResult> of(MicroBenchmark benchmark) {
        Path results = folder.resolve(benchmark.className() + ".json");
        Path log = folder.resolve(benchmark.className() + ".log");
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(words(benchmark, results))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int exit = process.waitFor();
            if (exit != 0) {
                throw failed(benchmark, "it ended with " + exit + ", see " + log, null);
            }
        } catch (IOException e) {
            throw failed(benchmark, e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(benchmark, "it was interrupted", e);
        }
        return MicroResult.read(results);
    }

    private static BlinkException failed(MicroBenchmark benchmark, String reason, Throwable cause) {
        return new BlinkException(
                BenchErrorCode.ENGINE_FAILED, "JMH cannot run " + benchmark.className() + ": " + reason, cause);
    }

    private List<String> words(MicroBenchmark benchmark, Path results) throws IOException {
        String time = iterationMillis + "ms";
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-cp", classPath(benchmark.module()), "org.openjdk.jmh.Main", benchmark.pattern()));
        words.addAll(List.of("-f", "1", "-foe", "true", "-jvmArgs", String.join(" ", JVM)));
        words.addAll(List.of("-wi", Integer.toString(warmUps), "-w", time));
        words.addAll(List.of("-i", Integer.toString(iterations), "-r", time));
        words.addAll(List.of("-rf", "json", "-rff", results.toString()));
        words.addAll(benchmark.parameterWords());
        return words;
    }

    private String classPath(String module) throws IOException {
        Path target = home.resolve(module).resolve("target");
        Path dependencies = target.resolve("test-classpath");
        if (!Files.exists(dependencies)) {
            throw new BlinkException(
                    BenchErrorCode.NOT_BUILT,
                    dependencies + " is missing: run 'mvn -q package -DskipTests' in " + home + " first.");
        }
        return target.resolve("test-classes") + ":" + target.resolve("classes") + ":" + Files.readString(dependencies);
    }
}
