package io.blink.yarn.deployment;

import io.blink.core.error.BlinkException;
import io.blink.yarn.YarnErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** Says at once that a cluster is not there, where Hadoop's clients would retry for a quarter of an hour. */
final class ClusterReachability {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private ClusterReachability() {}

    static void check(Configuration hadoop) {
        YarnConfiguration yarn = new YarnConfiguration(hadoop);
        if (!yarn.getBoolean(YarnConfiguration.RM_HA_ENABLED, false)) {
            connect(
                    "ResourceManager",
                    yarn.getSocketAddr(
                            YarnConfiguration.RM_ADDRESS,
                            YarnConfiguration.DEFAULT_RM_ADDRESS,
                            YarnConfiguration.DEFAULT_RM_PORT),
                    "yarn.resourcemanager.address in yarn-site.xml");
        }
        java.net.URI fileSystem = FileSystem.getDefaultUri(hadoop);
        boolean oneNameNode = "hdfs".equals(fileSystem.getScheme()) && fileSystem.getPort() > 0;
        if (oneNameNode) {
            connect(
                    "NameNode",
                    NetUtils.createSocketAddr(fileSystem.getHost(), fileSystem.getPort()),
                    "fs.defaultFS in core-site.xml");
        }
    }

    private static void connect(String who, InetSocketAddress address, String setting) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw new BlinkException(
                    YarnErrorCode.NOT_REACHABLE,
                    String.format(
                            "The %s at %s does not answer (%s, tried for %.1f s). Is it running, and is HADOOP_CONF_DIR the cluster's? The address comes from %s.",
                            who, address, e.getMessage(), (System.nanoTime() - start) / 1e9, setting),
                    e);
        }
    }
}
