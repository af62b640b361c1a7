package io.blink.testing.cluster;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import io.blink.testing.process.Ports;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Which server listens where, remembered in {@code ports.properties} of the cluster's folder: table locations name the NameNode's port, so a
 * second start must find the same ones.
 */
final class ClusterPorts {
    private final Path file;
    private final Properties assigned = new Properties();

    ClusterPorts(Path folder, Map<String, Integer> fixed) {
        this.file = folder.resolve("ports.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                assigned.load(reader);
            } catch (IOException exception) {
                throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot read " + file, exception);
            }
        }
        fixed.forEach((name, port) -> assigned.setProperty(name, Integer.toString(port)));
    }

    /** The port of a name: the fixed one, the remembered one, or a free one; it is free at the time of the call. */
    int claim(String name) {
        String known = assigned.getProperty(name);
        int port = known == null ? Ports.free(taken()) : Integer.parseInt(known);
        if (!Ports.isFree(port)) {
            throw new BlinkException(
                    TestingErrorCode.PORT_TAKEN,
                    "Port " + port + " of " + name + " is taken by "
                            + Ports.listener(port).orElse("a process of another user")
                            + "; end it, ask for another port of " + name + ", or take another folder than "
                            + file.getParent());
        }
        assigned.setProperty(name, Integer.toString(port));
        save();
        return port;
    }

    private Set<Integer> taken() {
        Set<Integer> ports = new HashSet<>();
        assigned.values().forEach(value -> ports.add(Integer.parseInt(value.toString())));
        return ports;
    }

    private void save() {
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                assigned.store(writer, "Which server listens where");
            }
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot write " + file, exception);
        }
    }
}
