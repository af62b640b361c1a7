package io.blink.testing.cluster;

import io.blink.core.error.BlinkException;
import io.blink.testing.process.LeftoverProcesses;
import io.blink.testing.process.Memory;
import io.blink.testing.process.ServerClasses;
import io.blink.testing.process.ServerCommand;
import io.blink.testing.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Kafka broker that is its own controller (KRaft), in a process of its own. Topics appear when they are first written to; everything that brokers replicate is kept
 * once. A second start finds the first one's topics, groups and transactions. Driven by one thread.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final String NAME = "kafka";
    /** Any 16 bytes in Kafka's spelling. */
    private static final String CLUSTER_ID = "YmxpbmsudGVzdC5rYWZrYQ";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final int HEAP_MEGABYTES = 384;
    private static final int RESIDENT_MEGABYTES = 550;
    private static final String LOG4J = """
            status=warn
            appender.console.type=Console
            appender.console.name=console
            appender.console.layout.type=PatternLayout
            appender.console.layout.pattern=%d{ISO8601} %p %c{2}: %m%n
            rootLogger.level=warn
            rootLogger.appenderRef.console.ref=console
            """;

    private final int port;
    private final ServerProcess process;
    private final ServerClasses classes;

    private KafkaBroker(int port, ServerProcess process, ServerClasses classes) {
        this.port = port;
        this.process = process;
        this.classes = classes;
    }

    /** A broker of its own folder. */
    public static KafkaBroker inFolder(Path folder) {
        HadoopClusterOptions options = HadoopClusterOptions.in(folder);
        LeftoverProcesses.kill(LeftoverProcesses.servers(options.folder()));
        return create(options, ServerClasses.Archive.USED);
    }

    /** A broker among the servers of a cluster. */
    static KafkaBroker in(HadoopClusterOptions options, ServerClasses.Archive archive) {
        return create(options, archive);
    }

    /** Starts it and returns when it answers. */
    public KafkaBroker start() {
        launch();
        awaitReady();
        return this;
    }

    public void launch() {
        process.start();
    }

    /** The second half of {@link #start}; after a failure nothing runs. */
    public void awaitReady() {
        try {
            process.awaitReady(START_TIMEOUT);
        } catch (BlinkException failure) {
            close();
            throw failure;
        }
    }

    /** For {@code properties.bootstrap.servers}. */
    public String bootstrapServers() {
        return "localhost:" + port;
    }

    public ServerProcess process() {
        return process;
    }

    ServerClasses classes() {
        return classes;
    }

    @Override
    public void close() {
        process.close();
    }

    private static KafkaBroker create(HadoopClusterOptions options, ServerClasses.Archive archive) {
        Memory.require(RESIDENT_MEGABYTES, "the Kafka broker");
        ClusterPorts ports = new ClusterPorts(options.folder(), options.ports());
        int port = ports.claim(NAME);
        int controllerPort = ports.claim(NAME + "-controller");
        Path data = options.folder().resolve("data").resolve(NAME);
        Path conf = data.resolve("conf");
        Path settings = conf.resolve("server.properties");
        SiteFile.writeText(settings, text(settings(port, controllerPort, data.resolve("log"))));
        SiteFile.writeText(conf.resolve("log4j2.properties"), LOG4J);
        ServerClasses classes =
                ServerClasses.of(ServerClasses.jars(NAME), NAME, options.javaHome(), List.of(conf), archive);
        ServerCommand command = new ServerCommand(
                NAME,
                options.folder(),
                options.javaHome(),
                classes.classPath(),
                KafkaMain.class.getName(),
                List.of(CLUSTER_ID, settings.toString()),
                jvmArguments(conf, classes),
                Map.of(),
                options.lifetime());
        return new KafkaBroker(port, new ServerProcess(command, () -> KafkaProbe.answers(port)), classes);
    }

    private static Map<String, String> settings(int port, int controllerPort, Path log) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", log.toString());
        settings.put("num.partitions", "1");
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "2");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        return settings;
    }

    private static String text(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> jvmArguments(Path conf, ServerClasses classes) {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile="
                        + conf.resolve("log4j2.properties").toUri()));
        arguments.addAll(classes.jvmArguments());
        return arguments;
    }
}
