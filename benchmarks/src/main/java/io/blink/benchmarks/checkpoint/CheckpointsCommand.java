package io.blink.benchmarks.checkpoint;

import io.blink.benchmarks.report.MarkdownPage;
import io.blink.core.config.Configuration;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.plugin.Plugins;
import io.blink.core.spi.state.StateBackend;
import io.blink.runtime.task.StateBackends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench checkpoints}. The table goes to standard output. */
@Command(
        name = "checkpoints",
        description =
                "Much state of one task, of which a share changes between checkpoints: for how long does the task stand still, how much is written?",
        mixinStandardHelpOptions = true)
public final class CheckpointsCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Option(names = "--state", description = "Megabytes of state (default ${DEFAULT-VALUE}).")
    private int stateMegabytes = 1024;

    @Option(names = "--checkpoints", description = "Behind the first one (default ${DEFAULT-VALUE}).")
    private int checkpoints = 100;

    @Option(
            names = "--touched",
            description = "Percent of the keys that are written before each checkpoint (default ${DEFAULT-VALUE}).")
    private double touchedPercent = 1;

    @Option(names = "--backend", description = "Where state is kept: paged or rocksdb (default ${DEFAULT-VALUE}).")
    private String backend = "paged";

    @Option(names = "--folder", description = "State (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--markdown", description = "A page that gets the table too, between the marks of its part.")
    private Path page;

    @Option(names = "--part", description = "The part of the page (default ${DEFAULT-VALUE}).")
    private String part = "checkpoints";

    @Override
    public Integer call() throws IOException {
        if (page != null) {
            MarkdownPage.requirePart(page, part);
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d checkpoints of %,d MB of state (%s) of one task, %s %% of the keys written before each.",
                checkpoints,
                stateMegabytes,
                backend,
                touchedPercent));
        lines.add("");
        lines.addAll(measure().lines());
        lines.forEach(System.out::println);
        if (page != null) {
            MarkdownPage.replace(page, part, lines);
        }
        return 0;
    }

    private CheckpointsReport measure() throws IOException {
        Path place = folder.resolve("checkpoints").toAbsolutePath();
        try {
            return new CheckpointsRun(backend(place), place.resolve("files"), stateMegabytes)
                    .run(checkpoints, touchedPercent / PERCENT);
        } finally {
            new LocalFileSystem().delete(place.toString());
        }
    }

    private StateBackend backend(Path place) {
        return StateBackends.of(Plugins.ofProcess(getClass().getClassLoader()))
                .of(new Configuration(Map.of("state.backend.type", backend)), place.resolve("local"));
    }
}
