package io.blink.benchmarks.engine;

import io.blink.benchmarks.cluster.BenchCluster;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of the tables on the HDFS of a cluster that starts when it is first needed; it stays up until {@link #close}. */
final class TablesOnHdfs implements AutoCloseable {
    private final Path folder;
    private final Resources resources;
    private final TableFiles tables;
    private final PrintStream progress;
    private BenchCluster cluster;

    /** @param folder of the cluster */
    TablesOnHdfs(Path folder, Resources resources, TableFiles tables, PrintStream progress) {
        this.folder = folder;
        this.resources = resources;
        this.tables = tables;
        this.progress = progress;
    }

    void prepare() {
        if (cluster == null) {
            progress.println("Starting HDFS and YARN below " + folder);
            cluster = BenchCluster.start(folder, resources.threads(), workerMegabytes());
            progress.println("Copying the tables to " + cluster.location(tables.folder()));
            cluster.copy(tables.folder());
        }
    }

    BenchCluster cluster() {
        return cluster;
    }

    /** Of each of as many workers as there are cores. */
    int workerMegabytes() {
        return resources.memoryMegabytes() / resources.threads();
    }

    Map<String, String> environment() {
        return Map.of("HADOOP_CONF_DIR", folder.resolve("conf").toString());
    }

    String location(String table) {
        return cluster.location(tables.folder()) + "/" + table;
    }

    List<ProcessHandle> containers() {
        return cluster.containers();
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
