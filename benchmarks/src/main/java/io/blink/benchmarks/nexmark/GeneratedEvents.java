package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.engine.Resources;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that each engine generates in its own process, with the same code and for each run again. Only {@code side_input} is not the same for both.
 *
 * @param sideInput a Parquet table, for Blink
 * @param splits as many as threads
 */
record GeneratedEvents(Path sideInput, long events, long rate, int splits) implements NexmarkTables {
    /** Makes {@code side_input} unless it is there. */
    static GeneratedEvents prepare(Path below, long events, long rate, Resources resources, PrintStream progress) {
        Path folder = below.resolve("nexmark-side-input").toAbsolutePath();
        NexmarkData.writeUnlessThere(folder, resources, progress, NexmarkData::writeSideInput);
        return new GeneratedEvents(folder.resolve(NexmarkData.SIDE_INPUT), events, rate, resources.threads());
    }

    @Override
    public List<String> definitions(boolean flink) {
        List<String> statements = new ArrayList<>(EventStream.definitions(NexmarkData.generator(events, rate, splits)));
        statements.add(NexmarkData.sideInput(flink, "file://" + sideInput));
        return statements;
    }
}
