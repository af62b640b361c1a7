package io.blink.integration.cluster;

import io.blink.testing.cluster.HadoopCluster;
import io.blink.testing.cluster.HadoopClusterOptions;
import io.blink.testing.cluster.HiveMetastore;
import io.blink.testing.cluster.MetastoreVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * HDFS, YARN with two nodes and a Hive metastore 4.0.1, started by the first test that asks and ended with the test process. Everything of
 * it, logs included, stays in {@code target/cluster}. Tests share it: each works in databases and folders of its own, and a test that stops
 * a daemon starts it again.
 */
public final class SharedCluster {
    private static final Path FOLDER = Path.of("target/cluster").toAbsolutePath();
    /** 0 for tests of HDFS and the metastore alone, which then start sooner. */
    private static final int NODE_MANAGERS = Integer.getInteger("blink.shared-cluster.node-managers", 2);

    private static final int NODE_MEGABYTES = 4096;
    private static final int NODE_CORES = 8;
    /** Tests kill more masters of one session than the two that YARN allows by default. */
    private static final String MASTER_ATTEMPTS = "20";
    /** Applications outlive a ResourceManager that is killed, as they do where one is run in earnest. */
    private static final String RESOURCE_MANAGER_STORE =
            "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore";

    private final HadoopCluster hadoop;
    private final HiveMetastore metastore;

    private SharedCluster() {
        deleteData();
        hadoop = new HadoopCluster(HadoopClusterOptions.in(FOLDER)
                .withNodes(NODE_MANAGERS, NODE_MEGABYTES, NODE_CORES)
                .withQuickFailureDetection()
                .withSetting("yarn.resourcemanager.am.max-attempts", MASTER_ATTEMPTS)
                .withSetting("yarn.resourcemanager.recovery.enabled", "true")
                .withSetting("yarn.resourcemanager.store.class", RESOURCE_MANAGER_STORE)
                .withSetting(
                        "yarn.resourcemanager.fs.state-store.uri",
                        FOLDER.resolve("data/resourcemanager").toUri().toString()));
        metastore = HiveMetastore.on(hadoop, MetastoreVersion.V4_0);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shared-cluster-stop"));
        hadoop.launch();
        metastore.launch();
        hadoop.awaitReady();
        metastore.awaitReady();
    }

    /** The cluster, ready; starting it takes about half a minute the first time. */
    public static SharedCluster get() {
        return Holder.CLUSTER;
    }

    public HadoopCluster hadoop() {
        return hadoop;
    }

    public HiveMetastore metastore() {
        return metastore;
    }

    /** Statements that make {@code database} in the metastore, where it is missing, and use it. */
    public String use(String database) {
        return """
                CREATE CATALOG h WITH ('type' = 'hive', 'hive-conf-dir' = '%s');
                USE CATALOG h;
                CREATE DATABASE IF NOT EXISTS %s;
                USE %s;
                """.formatted(hadoop.configurationFolder(), database, database);
    }

    /** Below it are the folders in which containers work. */
    public Path dataFolder() {
        return FOLDER.resolve("data");
    }

    private void close() {
        metastore.close();
        hadoop.close();
    }

    private static void deleteData() {
        if (!Files.isDirectory(FOLDER)) {
            return;
        }
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException("Cannot clear " + FOLDER, exception);
        }
    }

    private static final class Holder {
        private static final SharedCluster CLUSTER = new SharedCluster();
    }
}
