package io.blink.testing.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration files of a cluster: {@code conf} for the masters and all clients, {@code data/nodemanager-N/conf} for each NodeManager.
 * What is set here, and by {@link HadoopClusterOptions#settings}, is the whole difference from Hadoop's defaults.
 */
final class HadoopConfiguration {
    private static final String HOST = "localhost";
    private static final String LOG4J = """
            log4j.rootLogger=INFO,console
            log4j.appender.console=org.apache.log4j.ConsoleAppender
            log4j.appender.console.target=System.out
            log4j.appender.console.layout=org.apache.log4j.PatternLayout
            log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %p %c{2}: %m%n
            """;

    private final HadoopClusterOptions options;
    private final ClusterPorts ports;
    private final Map<String, Integer> claimed = new LinkedHashMap<>();

    HadoopConfiguration(HadoopClusterOptions options, ClusterPorts ports) {
        this.options = options;
        this.ports = ports;
    }

    /** Chooses the ports and writes all files. */
    void write() {
        Map<String, String> core = core();
        Map<String, String> hdfs = hdfs();
        Path shared = sharedFolder();
        writeFolder(shared, core, hdfs, options.nodeManagers() > 0 ? yarn() : Map.of());
        for (int node = 1; node <= options.nodeManagers(); node++) {
            Map<String, String> yarn = yarn();
            yarn.putAll(node(node));
            writeFolder(nodeFolder(node), core, hdfs, yarn);
        }
    }

    Path sharedFolder() {
        return options.folder().resolve("conf");
    }

    Path nodeFolder(int node) {
        return data("nodemanager-" + node).resolve("conf");
    }

    Path data(String server) {
        return options.folder().resolve("data").resolve(server);
    }

    /** Claimed on first use and the same ever after. */
    int port(String name) {
        return claimed.computeIfAbsent(name, ports::claim);
    }

    String address(String name) {
        return HOST + ":" + port(name);
    }

    private void writeFolder(
            Path folder, Map<String, String> core, Map<String, String> hdfs, Map<String, String> yarn) {
        SiteFile.write(folder.resolve("core-site.xml"), overridden(core, "core-site"));
        SiteFile.write(folder.resolve("hdfs-site.xml"), overridden(hdfs, "hdfs-site"));
        SiteFile.write(folder.resolve("yarn-site.xml"), overridden(yarn, "yarn-site"));
        SiteFile.write(folder.resolve("capacity-scheduler.xml"), queues());
        SiteFile.writeText(folder.resolve("log4j.properties"), LOG4J);
    }

    private Map<String, String> overridden(Map<String, String> own, String site) {
        Map<String, String> all = new LinkedHashMap<>(own);
        options.settings().forEach((key, value) -> {
            if (site.equals(siteOf(key))) {
                all.put(key, value);
            }
        });
        return all;
    }

    private static String siteOf(String key) {
        if (key.startsWith("yarn.")) {
            return "yarn-site";
        }
        return key.startsWith("dfs.") ? "hdfs-site" : "core-site";
    }

    private Map<String, String> core() {
        Map<String, String> site = new LinkedHashMap<>();
        site.put("fs.defaultFS", "hdfs://" + address("namenode"));
        site.put("hadoop.tmp.dir", data("tmp").toString());
        return site;
    }

    private Map<String, String> hdfs() {
        Map<String, String> site = new LinkedHashMap<>();
        site.put("dfs.replication", "1");
        site.put("dfs.namenode.name.dir", data("namenode").toUri().toString());
        site.put("dfs.datanode.data.dir", data("datanode").toUri().toString());
        site.put("dfs.namenode.http-address", address("namenode-web"));
        site.put("dfs.datanode.address", address("datanode"));
        site.put("dfs.datanode.http.address", address("datanode-web"));
        site.put("dfs.datanode.ipc.address", address("datanode-ipc"));
        // One DataNode: when its blocks are reported there is nothing left to wait for.
        site.put("dfs.namenode.safemode.extension", "0");
        site.put("dfs.heartbeat.interval", "1");
        return site;
    }

    private Map<String, String> yarn() {
        Map<String, String> site = new LinkedHashMap<>();
        site.put("yarn.resourcemanager.hostname", HOST);
        site.put("yarn.resourcemanager.address", address("resourcemanager"));
        site.put("yarn.resourcemanager.scheduler.address", address("resourcemanager-scheduler"));
        site.put("yarn.resourcemanager.resource-tracker.address", address("resourcemanager-tracker"));
        site.put("yarn.resourcemanager.admin.address", address("resourcemanager-admin"));
        site.put("yarn.resourcemanager.webapp.address", address("resourcemanager-web"));
        site.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "200");
        site.put(
                "yarn.node-attribute.fs-store.root-dir",
                data("tmp").resolve("node-attribute").toUri().toString());
        site.put("yarn.scheduler.minimum-allocation-mb", "128");
        site.put("yarn.scheduler.maximum-allocation-mb", Integer.toString(options.nodeMemoryMegabytes()));
        site.put("yarn.scheduler.maximum-allocation-vcores", Integer.toString(options.nodeVirtualCores()));
        return site;
    }

    private Map<String, String> node(int number) {
        String name = "nodemanager-" + number;
        Map<String, String> site = new LinkedHashMap<>();
        site.put("yarn.nodemanager.hostname", HOST);
        site.put("yarn.nodemanager.address", address(name));
        site.put("yarn.nodemanager.localizer.address", address(name + "-localizer"));
        site.put("yarn.nodemanager.webapp.address", address(name + "-web"));
        site.put("yarn.nodemanager.local-dirs", data(name).resolve("local").toString());
        site.put("yarn.nodemanager.log-dirs", data(name).resolve("containers").toString());
        site.put("yarn.nodemanager.resource.memory-mb", Integer.toString(options.nodeMemoryMegabytes()));
        site.put("yarn.nodemanager.resource.cpu-vcores", Integer.toString(options.nodeVirtualCores()));
        site.put("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99");
        return site;
    }

    private static Map<String, String> queues() {
        Map<String, String> site = new LinkedHashMap<>();
        site.put("yarn.scheduler.capacity.root.queues", "default");
        site.put("yarn.scheduler.capacity.root.default.capacity", "100");
        site.put("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
        return site;
    }
}
