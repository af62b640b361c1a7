package io.blink.testing.cluster;

import static java.util.Objects.requireNonNull;

import io.blink.testing.process.JavaHome;
import io.blink.testing.process.Lifetime;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The size of a cluster and what is special about it.
 *
 * @param folder holds everything of the cluster; starting again in it brings back the same files on the same ports
 * @param nodeManagers 0 for HDFS alone
 * @param nodeMemoryMegabytes what each NodeManager offers to containers
 * @param nodeVirtualCores what each NodeManager offers to containers
 * @param ports fixed ports by name ({@code namenode}, {@code resourcemanager-web}, {@code nodemanager-1} …); the others are chosen
 * @param settings set over the cluster's own in core-site, hdfs-site and yarn-site, by the prefix of their key
 */
public record HadoopClusterOptions(
        Path folder,
        int nodeManagers,
        int nodeMemoryMegabytes,
        int nodeVirtualCores,
        Map<String, Integer> ports,
        Map<String, String> settings,
        Lifetime lifetime,
        JavaHome javaHome) {
    public HadoopClusterOptions {
        folder = folder.toAbsolutePath().normalize();
        ports = Map.copyOf(ports);
        settings = Map.copyOf(settings);
        requireNonNull(lifetime, "lifetime");
        requireNonNull(javaHome, "javaHome");
        if (nodeManagers < 0 || nodeMemoryMegabytes < 128 || nodeVirtualCores < 1) {
            throw new IllegalArgumentException(
                    "A cluster needs 0 or more NodeManagers of at least 128 MB and one core, not " + nodeManagers
                            + " of " + nodeMemoryMegabytes + " MB and " + nodeVirtualCores);
        }
    }

    /** Two nodes of 4 GB and 4 virtual cores that end with this process. */
    public static HadoopClusterOptions in(Path folder) {
        return new HadoopClusterOptions(
                folder, 2, 4096, 4, Map.of(), Map.of(), Lifetime.ATTACHED, JavaHome.forServers());
    }

    public HadoopClusterOptions withNodes(int count, int memoryMegabytes, int virtualCores) {
        return new HadoopClusterOptions(
                folder, count, memoryMegabytes, virtualCores, ports, settings, lifetime, javaHome);
    }

    public HadoopClusterOptions withPorts(Map<String, Integer> fixed) {
        return new HadoopClusterOptions(
                folder, nodeManagers, nodeMemoryMegabytes, nodeVirtualCores, fixed, settings, lifetime, javaHome);
    }

    public HadoopClusterOptions withSetting(String key, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(key, value);
        return new HadoopClusterOptions(
                folder, nodeManagers, nodeMemoryMegabytes, nodeVirtualCores, ports, changed, lifetime, javaHome);
    }

    /**
     * Lost masters and nodes are given up after about 20 s instead of 10 to 15 minutes, a ResourceManager that is back is found after one second instead of 30, and containers are
     * measured twice a second.
     */
    public HadoopClusterOptions withQuickFailureDetection() {
        return withSetting("yarn.am.liveness-monitor.expiry-interval-ms", "20000")
                .withSetting("yarn.nm.liveness-monitor.expiry-interval-ms", "20000")
                .withSetting("yarn.resourcemanager.connect.retry-interval.ms", "1000")
                .withSetting("yarn.nodemanager.container-monitor.interval-ms", "500");
    }

    public HadoopClusterOptions withLifetime(Lifetime changed) {
        return new HadoopClusterOptions(
                folder, nodeManagers, nodeMemoryMegabytes, nodeVirtualCores, ports, settings, changed, javaHome);
    }
}
