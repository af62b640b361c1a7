package io.blink.benchmarks.engine;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.compare.ResultRows;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Blink by {@code bin/blink sql}, timed by its own {@code --timing}. */
final class BlinkEngine implements Engine {
    private final EngineName name;
    private final BlinkPlace place;
    private final Path home;
    private final EngineSettings settings;
    private final Resources resources;
    private final TableFiles tables;

    /** @param home the source tree, whose {@code bin/blink} runs what was built last */
    BlinkEngine(
            EngineName name,
            BlinkPlace place,
            Path home,
            EngineSettings settings,
            Resources resources,
            TableFiles tables) {
        this.name = name;
        this.place = place;
        this.home = home;
        this.settings = settings;
        this.resources = resources;
        this.tables = tables;
    }

    @Override
    public EngineName name() {
        return name;
    }

    @Override
    public String build() {
        try (Stream<Path> files = Files.walk(home.resolve("dist/target"))) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("blink-.*\\.jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw notBuilt(null);
            }
            return Fingerprint.of(jars) + "-" + Fingerprint.of(settings);
        } catch (IOException e) {
            throw notBuilt(e);
        }
    }

    private BlinkException notBuilt(IOException cause) {
        return new BlinkException(
                BenchErrorCode.NOT_BUILT,
                "Blink is not built below " + home + "/dist/target: run 'mvn -q package -DskipTests' in " + home
                        + " first.",
                cause);
    }

    @Override
    public void run(List<Work> works, RunListener listener) {
        List<Work> left = works.stream().filter(work -> !work.runs().isEmpty()).toList();
        try {
            place.begin();
            while (!left.isEmpty()) {
                Work reached = runScript(left, listener);
                left = left.subList(left.indexOf(reached) + 1, left.size());
            }
        } finally {
            place.end();
        }
    }

    /** Returns the last work that was begun. */
    private Work runScript(List<Work> works, RunListener listener) {
        Path folder = resources.folder().resolve(name.label());
        BlinkScript script = BlinkScript.of(works);
        try {
            Files.createDirectories(folder);
            Path text = Files.writeString(folder.resolve("script.sql"), script.text());
            Path init = Files.writeString(folder.resolve("init.sql"), definitions());
            Path output = folder.resolve("output.csv");
            Process process = builder(init, text)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            Work last = new BlinkScriptRun(
                            process,
                            () -> place.peakMegabytes(process),
                            script,
                            resources.timeout(),
                            folder.resolve("process.log"),
                            listener)
                    .await();
            script.writeResults(output);
            return last;
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.ENGINE_FAILED, "Blink cannot be run in " + folder, e);
        }
    }

    private ProcessBuilder builder(Path init, Path script) {
        List<String> words = new ArrayList<>(resources.binding());
        words.addAll(List.of(home.resolve("bin/blink").toString(), "sql", "--format", "csv"));
        words.addAll(place.target());
        words.addAll(List.of("--timing", "--continue-on-error", "-i", init.toString(), "-f", script.toString()));
        for (Map.Entry<String, String> setting : settings.settings().entrySet()) {
            words.addAll(List.of("-D", setting.getKey() + "=" + setting.getValue()));
        }
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(place.environment());
        builder.environment().put("BLINK_JVM_OPTIONS", String.join(" ", settings.jvmOptions()));
        return builder;
    }

    private String definitions() {
        return tables.tables().stream()
                .map(table -> "CREATE TEMPORARY TABLE `" + table
                        + "` WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '"
                        + place.location(table) + "');\n")
                .collect(Collectors.joining());
    }

    @Override
    public ResultRows rows(Path resultFile) {
        return ResultRows.readNamed(resultFile);
    }
}
