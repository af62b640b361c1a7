package io.blink.testing.cluster;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.testing.process.LeftoverProcesses;
import io.blink.testing.process.Memory;
import io.blink.testing.process.ServerClasses;
import io.blink.testing.process.ServerCommand;
import io.blink.testing.process.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Hive metastore on embedded Derby in a process of its own. Driven by one thread. */
public final class HiveMetastore implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(240);
    private static final int HEAP_MEGABYTES = 384;
    private static final int RESIDENT_MEGABYTES = 500;
    private static final String LOG4J = """
            status=warn
            appender.console.type=Console
            appender.console.name=console
            appender.console.layout.type=PatternLayout
            appender.console.layout.pattern=%d{ISO8601} %p %c{2}: %m%n
            rootLogger.level=warn
            rootLogger.appenderRef.console.ref=console
            """;

    private final MetastoreVersion version;
    private final int port;
    private final ServerProcess process;
    private final ServerClasses classes;

    private HiveMetastore(MetastoreVersion version, int port, ServerProcess process, ServerClasses classes) {
        this.version = version;
        this.port = port;
        this.process = process;
        this.classes = classes;
    }

    /** The metastore of a Hadoop cluster, in its folder, with the warehouse {@code /user/hive/warehouse} on its HDFS. */
    public static HiveMetastore on(HadoopCluster hadoop, MetastoreVersion version) {
        HadoopClusterOptions options = hadoop.options();
        Path clientConfiguration = hadoop.configurationFolder();
        String warehouse = hadoop.fileSystem() + "/user/hive/warehouse";
        HiveMetastore metastore = create(options, version, warehouse, List.of(clientConfiguration), hadoop.archive());
        Map<String, String> client = new LinkedHashMap<>();
        client.put("hive.metastore.uris", metastore.uri().toString());
        client.put("hive.metastore.warehouse.dir", warehouse);
        SiteFile.write(clientConfiguration.resolve("hive-site.xml"), client);
        return metastore;
    }

    /** A metastore without HDFS: its warehouse is the folder {@code warehouse} below {@code folder}. */
    public static HiveMetastore inFolder(Path folder, MetastoreVersion version) {
        HadoopClusterOptions options = HadoopClusterOptions.in(folder);
        LeftoverProcesses.kill(LeftoverProcesses.servers(options.folder()));
        String warehouse = options.folder().resolve("warehouse").toUri().toString();
        return create(options, version, warehouse, List.of(), ServerClasses.Archive.USED);
    }

    /** Starts it and returns when it answers a call that reads its database. */
    public HiveMetastore start() {
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

    /** For {@code hive.metastore.uris}. */
    public URI uri() {
        return URI.create("thrift://localhost:" + port);
    }

    public MetastoreVersion version() {
        return version;
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

    private static HiveMetastore create(
            HadoopClusterOptions options,
            MetastoreVersion version,
            String warehouse,
            List<Path> configuration,
            ServerClasses.Archive archive) {
        requireNonNull(version, "version");
        Memory.require(RESIDENT_MEGABYTES, "the Hive metastore");
        String name = "metastore-" + version.line();
        int port = new ClusterPorts(options.folder(), options.ports()).claim(name);
        Path data = options.folder().resolve("data").resolve(name);
        Path conf = data.resolve("conf");
        SiteFile.write(
                conf.resolve(version.siteFile()),
                version.settings(warehouse, data.resolve("database").toString()));
        SiteFile.writeText(conf.resolve("log4j2.properties"), LOG4J);
        List<Path> folders = new ArrayList<>(List.of(conf));
        folders.addAll(configuration);
        ServerClasses classes =
                ServerClasses.of(ServerClasses.jars(name), "metastore", options.javaHome(), folders, archive);
        ServerCommand command = new ServerCommand(
                name,
                options.folder(),
                options.javaHome(),
                classes.classPath(),
                "org.apache.hadoop.hive.metastore.HiveMetaStore",
                List.of("-p", Integer.toString(port)),
                jvmArguments(data, conf, classes),
                Map.of("HADOOP_HOME", data.toString(), "HIVE_CONF_DIR", conf.toString()),
                options.lifetime());
        return new HiveMetastore(
                version, port, new ServerProcess(command, () -> MetastoreProbe.answers(port)), classes);
    }

    private static List<String> jvmArguments(Path data, Path conf, ServerClasses classes) {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dderby.system.home=" + data,
                "-Dlog4j2.configurationFile="
                        + conf.resolve("log4j2.properties").toUri()));
        arguments.addAll(classes.jvmArguments());
        return arguments;
    }
}
