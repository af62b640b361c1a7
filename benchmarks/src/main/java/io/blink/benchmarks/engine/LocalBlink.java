package io.blink.benchmarks.engine;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Blink in one process, over local files or over files of a cluster. */
final class LocalBlink implements BlinkPlace {
    private final Runnable begin;
    private final Map<String, String> environment;
    private final UnaryOperator<String> locations;

    private LocalBlink(Runnable begin, Map<String, String> environment, UnaryOperator<String> locations) {
        this.begin = begin;
        this.environment = environment;
        this.locations = locations;
    }

    static LocalBlink overLocalFiles(TableFiles tables) {
        return new LocalBlink(() -> {}, Map.of(), table -> "file://" + tables.table(table));
    }

    static LocalBlink overHdfs(TablesOnHdfs hdfs) {
        return new LocalBlink(hdfs::prepare, hdfs.environment(), hdfs::location);
    }

    @Override
    public void begin() {
        begin.run();
    }

    @Override
    public List<String> target() {
        return List.of("--target", "local");
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public String location(String table) {
        return locations.apply(table);
    }

    @Override
    public long peakMegabytes(Process command) {
        return ProcessMemory.peakMegabytes(command.pid());
    }

    @Override
    public void end() {}
}
