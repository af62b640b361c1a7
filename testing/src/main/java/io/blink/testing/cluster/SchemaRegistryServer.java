package io.blink.testing.cluster;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import io.blink.testing.process.LeftoverProcesses;
import io.blink.testing.process.Memory;
import io.blink.testing.process.ServerClassPath;
import io.blink.testing.process.ServerCommand;
import io.blink.testing.process.ServerJar;
import io.blink.testing.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A schema registry in a process of its own, which keeps what it is told in memory alone. Driven by one thread. */
public final class SchemaRegistryServer implements AutoCloseable {
    private static final String NAME = "schema-registry";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final int HEAP_MEGABYTES = 256;
    private static final int RESIDENT_MEGABYTES = 400;

    private final int port;
    private final ServerProcess process;

    private SchemaRegistryServer(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /** A registry of its own folder. */
    public static SchemaRegistryServer inFolder(Path folder) {
        HadoopClusterOptions options = HadoopClusterOptions.in(folder);
        LeftoverProcesses.kill(LeftoverProcesses.servers(options.folder()));
        Memory.require(RESIDENT_MEGABYTES, "the schema registry");
        ClusterPorts ports = new ClusterPorts(options.folder(), options.ports());
        int port = ports.claim(NAME);
        int managementPort = ports.claim(NAME + "-management");
        Path runner = runner();
        ServerCommand command = new ServerCommand(
                NAME,
                options.folder(),
                options.javaHome(),
                List.of(ServerJar.in(ServerClassPath.buildFolder(NAME), List.of(runner)), runner),
                "io.quarkus.runner.GeneratedMain",
                List.of(),
                List.of(
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-Dquarkus.http.host=localhost",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.port=" + managementPort),
                Map.of(),
                options.lifetime());
        return new SchemaRegistryServer(port, new ServerProcess(command, () -> answers(port)));
    }

    /** The jar that has all others beside it in its manifest. */
    private static Path runner() {
        Path folder = ServerClassPath.buildFolder(NAME).resolve("server");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(folder + " has no runner"));
        } catch (IOException e) {
            throw new BlinkException(
                    TestingErrorCode.CLASS_PATH_MISSING,
                    "The schema registry is not unpacked (" + e.getMessage() + "); run: mvn -pl testing/servers/" + NAME
                            + " -am generate-resources",
                    e);
        }
    }

    private static boolean answers(int port) throws IOException {
        return !WebProbe.get(URI.create(url(port) + "/subjects")).isEmpty();
    }

    private static String url(int port) {
        return "http://localhost:" + port + "/apis/ccompat/v7";
    }

    /** Starts it and returns when it answers. */
    public SchemaRegistryServer start() {
        process.start();
        try {
            process.awaitReady(START_TIMEOUT);
        } catch (BlinkException failure) {
            close();
            throw failure;
        }
        return this;
    }

    /** Of the registry, for {@code avro-confluent.url}. */
    public String url() {
        return url(port);
    }

    @Override
    public void close() {
        process.close();
    }
}
