package io.blink.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPortsTest {
    @TempDir
    Path folder;

    @Test
    void secondStartInTheFolderFindsTheSamePorts() {
        ClusterPorts first = new ClusterPorts(folder, Map.of());
        int nameNode = first.claim("namenode");
        int dataNode = first.claim("datanode");
        assertThat(nameNode).isNotEqualTo(dataNode);

        ClusterPorts second = new ClusterPorts(folder, Map.of());
        assertThat(second.claim("datanode")).isEqualTo(dataNode);
        assertThat(second.claim("namenode")).isEqualTo(nameNode);
    }

    @Test
    void takenPortIsNamedWithItsServer() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();
            ClusterPorts ports = new ClusterPorts(folder, Map.of("resourcemanager-web", taken));
            assertThatThrownBy(() -> ports.claim("resourcemanager-web"))
                    .isInstanceOf(BlinkException.class)
                    .hasMessageContaining("Port " + taken + " of resourcemanager-web is taken by process "
                            + ProcessHandle.current().pid() + " (java)");
        }
    }
}
