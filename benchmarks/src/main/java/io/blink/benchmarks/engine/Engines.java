package io.blink.benchmarks.engine;

import java.io.PrintStream;
import java.nio.file.Path;

/** The engines, wired with what they share; closing ends the cluster that some of them started. */
public final class Engines implements AutoCloseable {
    private final Path home;
    private final Resources resources;
    private final TableFiles tables;
    private final TablesOnHdfs hdfs;

    /**
     * @param home the source tree
     * @param cluster folder of the cluster
     */
    public Engines(Path home, Path cluster, Resources resources, TableFiles tables, PrintStream progress) {
        this.home = home;
        this.resources = resources;
        this.tables = tables;
        this.hdfs = new TablesOnHdfs(cluster, resources, tables, progress);
    }

    public Engine engine(EngineName name) {
        return switch (name) {
            case BLINK -> blink(name, LocalBlink.overLocalFiles(tables));
            case BLINK_HDFS -> blink(name, LocalBlink.overHdfs(hdfs));
            case BLINK_YARN -> blink(name, new YarnBlink(home, resources, hdfs));
            case DUCKDB, SPARK, FLINK -> new PeerEngine(name, EngineSettings.load(name, resources), resources, tables);
        };
    }

    private Engine blink(EngineName name, BlinkPlace place) {
        EngineSettings settings = EngineSettings.load(name, resources).with(resources.blinkSettings());
        return new BlinkEngine(name, place, home, settings, resources, tables);
    }

    @Override
    public void close() {
        hdfs.close();
    }
}
