package io.blink.testing.cluster;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import io.blink.testing.process.LeftoverProcesses;
import io.blink.testing.process.Lifetime;
import io.blink.testing.process.Memory;
import io.blink.testing.process.Readiness;
import io.blink.testing.process.ServerClasses;
import io.blink.testing.process.ServerCommand;
import io.blink.testing.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * NameNode, DataNode, ResourceManager and NodeManagers in processes of their own. Driven by one thread; the daemons can be killed, paused and
 * started again one by one through their {@link ServerProcess}.
 */
public final class HadoopCluster implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration FORMAT_TIMEOUT = Duration.ofSeconds(120);
    // Heap plus what the JVM adds to it, as measured.
    private static final int MASTERS_MEGABYTES = 950;
    private static final int NODE_MANAGER_MEGABYTES = 300;
    private static final String FORMAT = "namenode-format";
    // Servers of one kind load the same classes: nodemanager-1, nodemanager-2.
    private static final Pattern KIND_SUFFIX = Pattern.compile("-(\\d+|format)$");
    private static final String HDFS_PACKAGE = "org.apache.hadoop.hdfs.server.";
    private static final String YARN_PACKAGE = "org.apache.hadoop.yarn.server.";

    private final HadoopClusterOptions options;
    private final HadoopConfiguration configuration;
    private final List<Path> jars;
    private final ServerClasses.Archive archive;
    private final Map<String, ServerClasses> classes = new LinkedHashMap<>();
    private final ServerProcess nameNode;
    private final ServerProcess dataNode;
    private final List<ServerProcess> yarn = new ArrayList<>();

    /** Reserves the ports and writes the configuration; fails at once when a port, memory, the JDK or the jars are missing. */
    public HadoopCluster(HadoopClusterOptions options) {
        this(options, ServerClasses.Archive.USED);
    }

    HadoopCluster(HadoopClusterOptions options, ServerClasses.Archive archive) {
        this.options = requireNonNull(options, "options");
        this.archive = archive;
        this.jars = ServerClasses.webServerJars("hadoop");
        endLeftovers();
        Memory.require(daemonMegabytes(), "the Hadoop daemons");
        this.configuration = new HadoopConfiguration(options, new ClusterPorts(options.folder(), options.ports()));
        configuration.write();
        this.nameNode = server("namenode", HDFS_PACKAGE + "namenode.NameNode", 256, List.of(), this::nameNodeServes);
        this.dataNode = server("datanode", HDFS_PACKAGE + "datanode.DataNode", 192, List.of(), this::dataNodeLives);
        if (options.nodeManagers() > 0) {
            yarn.add(server(
                    "resourcemanager",
                    YARN_PACKAGE + "resourcemanager.ResourceManager",
                    384,
                    List.of(),
                    this::resourceManagerServes));
        }
        for (int node = 1; node <= options.nodeManagers(); node++) {
            yarn.add(nodeManagerServer(node));
        }
    }

    /** Starts the daemons without waiting for them; a new folder is formatted first. */
    public void launch() {
        try {
            yarn.stream().limit(1).forEach(ServerProcess::start);
            formatIfNew();
            nameNode.start();
            dataNode.start();
            yarn.stream().skip(1).forEach(ServerProcess::start);
        } catch (BlinkException failure) {
            close();
            throw failure;
        }
    }

    /** The second half of {@link #start}; after a failure nothing runs. */
    public void awaitReady() {
        try {
            daemons().forEach(daemon -> daemon.awaitReady(START_TIMEOUT));
        } catch (BlinkException failure) {
            close();
            throw failure;
        }
    }

    /** The folder for {@code HADOOP_CONF_DIR} of clients. */
    public Path configurationFolder() {
        return configuration.sharedFolder();
    }

    public URI fileSystem() {
        return URI.create("hdfs://" + configuration.address("namenode"));
    }

    public URI resourceManagerWeb() {
        return URI.create("http://" + configuration.address("resourcemanager-web"));
    }

    public URI nameNodeWeb() {
        return URI.create("http://" + configuration.address("namenode-web"));
    }

    public ServerProcess nameNode() {
        return nameNode;
    }

    public ServerProcess dataNode() {
        return dataNode;
    }

    public ServerProcess resourceManager() {
        return yarn.get(0);
    }

    /** Counted from 1. */
    public ServerProcess nodeManager(int number) {
        return yarn.get(number);
    }

    public HadoopClusterOptions options() {
        return options;
    }

    /** All daemons: HDFS, ResourceManager, NodeManagers. */
    public List<ServerProcess> daemons() {
        return Stream.concat(Stream.of(nameNode, dataNode), yarn.stream()).toList();
    }

    /** Where a NodeManager keeps the logs of its containers: {@code APPLICATION/CONTAINER/file}. */
    public Path containerLogs(int nodeManager) {
        return configuration.data("nodemanager-" + nodeManager).resolve("containers");
    }

    /** Ends NodeManagers with their containers, then the others; waits until all are gone. */
    @Override
    public void close() {
        List<ServerProcess> all = new ArrayList<>(daemons());
        yarn.stream().skip(1).forEach(ServerProcess::requestStop);
        yarn.stream().skip(1).forEach(ServerProcess::awaitStopped);
        all.forEach(ServerProcess::requestStop);
        all.forEach(ServerProcess::awaitStopped);
        LeftoverProcesses.kill(LeftoverProcesses.workingBelow(options.folder().resolve("data")));
    }

    ServerClasses.Archive archive() {
        return archive;
    }

    /** By kind of daemon. */
    Map<String, ServerClasses> classes() {
        return classes;
    }

    private void endLeftovers() {
        List<ProcessHandle> servers = LeftoverProcesses.servers(options.folder());
        if (!servers.isEmpty() && options.lifetime() == Lifetime.DETACHED) {
            throw new BlinkException(
                    TestingErrorCode.CLUSTER_FOLDER,
                    "A cluster runs already in " + options.folder() + " (process "
                            + servers.get(0).pid() + "); stop it first or take another folder");
        }
        LeftoverProcesses.kill(servers);
        LeftoverProcesses.kill(LeftoverProcesses.workingBelow(options.folder().resolve("data")));
    }

    private long daemonMegabytes() {
        return options.nodeManagers() == 0
                ? MASTERS_MEGABYTES / 2
                : MASTERS_MEGABYTES + (long) NODE_MANAGER_MEGABYTES * options.nodeManagers();
    }

    private void formatIfNew() {
        if (Files.exists(configuration.data("namenode").resolve("current/VERSION"))) {
            return;
        }
        ServerProcess format = server(
                FORMAT, HDFS_PACKAGE + "namenode.NameNode", 256, List.of("-format", "-nonInteractive"), () -> true);
        format.start();
        if (format.awaitExit(FORMAT_TIMEOUT) != 0) {
            throw new BlinkException(
                    TestingErrorCode.SERVER_FAILED, "Formatting the NameNode failed:\n" + format.logTail());
        }
    }

    private ServerProcess nodeManagerServer(int node) {
        String name = "nodemanager-" + node;
        return server(
                name,
                YARN_PACKAGE + "nodemanager.NodeManager",
                256,
                List.of(),
                configuration.nodeFolder(node),
                () -> nodeManagerIsActive(configuration.port(name)));
    }

    private ServerProcess server(
            String name, String mainClass, int heapMegabytes, List<String> arguments, Readiness readiness) {
        return server(name, mainClass, heapMegabytes, arguments, configuration.sharedFolder(), readiness);
    }

    private ServerProcess server(
            String name,
            String mainClass,
            int heapMegabytes,
            List<String> arguments,
            Path configurationFolder,
            Readiness readiness) {
        String kind = KIND_SUFFIX.matcher(name).replaceFirst("");
        ServerClasses loaded = ServerClasses.of(
                jars,
                kind,
                options.javaHome(),
                List.of(configurationFolder),
                name.equals(FORMAT) ? ServerClasses.Archive.USED : archive);
        classes.putIfAbsent(kind, loaded);
        List<String> flags =
                new ArrayList<>(List.of("-Xmx" + heapMegabytes + "m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        flags.addAll(loaded.jvmArguments());
        ServerCommand command = new ServerCommand(
                name,
                options.folder(),
                options.javaHome(),
                loaded.classPath(),
                mainClass,
                arguments,
                flags,
                Map.of("HADOOP_CONF_DIR", configurationFolder.toString()),
                options.lifetime());
        return new ServerProcess(command, readiness);
    }

    private boolean nameNodeServes() throws IOException {
        String state = jmx("FSNamesystem");
        return WebProbe.number(state, "NumLiveDataNodes").orElse(0) > 0
                && jmx("NameNodeInfo").contains("\"Safemode\" : \"\"");
    }

    private boolean dataNodeLives() throws IOException {
        return WebProbe.number(jmx("FSNamesystemState"), "NumLiveDataNodes").orElse(0) > 0;
    }

    private String jmx(String bean) throws IOException {
        return WebProbe.get(nameNodeWeb().resolve("/jmx?qry=Hadoop:service=NameNode,name=" + bean));
    }

    private boolean resourceManagerServes() throws IOException {
        return WebProbe.get(resourceManagerWeb().resolve("/ws/v1/cluster/info")).contains("STARTED");
    }

    private boolean nodeManagerIsActive(int port) throws IOException {
        return WebProbe.get(resourceManagerWeb().resolve("/ws/v1/cluster/nodes?states=RUNNING"))
                .contains("localhost:" + port + "\"");
    }
}
