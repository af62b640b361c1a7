package io.blink.testing.cluster;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import io.blink.testing.process.LeftoverProcesses;
import io.blink.testing.process.Lifetime;
import io.blink.testing.process.Memory;
import io.blink.testing.process.ServerClasses;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Starts, shows and stops a cluster that outlives the command: {@code start|status|stop --folder FOLDER}; {@code archive} prepares short starts. Prints
 * what it does; exit status 0 when done, 1 when it failed (nothing is left running then), 2 for a wrong command line, 3 when {@code status} finds no cluster.
 */
public final class ClusterCommand {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int NOT_RUNNING = 3;
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final ClusterArguments arguments;
    private final PrintStream out;

    private ClusterCommand(ClusterArguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
    }

    public static void main(String[] words) {
        System.exit(run(words, System.out, System.err));
    }

    static int run(String[] words, PrintStream out, PrintStream err) {
        try {
            return new ClusterCommand(ClusterArguments.parse(words), out).execute();
        } catch (BlinkException failure) {
            err.println(failure.getMessage());
            return failure.code() == TestingErrorCode.COMMAND_LINE ? WRONG_USAGE : FAILED;
        }
    }

    private int execute() {
        return switch (arguments.action()) {
            case START -> start();
            case STATUS -> status();
            case STOP -> stop();
            case ARCHIVE -> new ClassArchiveRun(arguments, out).execute();
        };
    }

    private int start() {
        long began = System.nanoTime();
        long nodes = (long) arguments.nodeManagers() * arguments.nodeMemoryMegabytes();
        Memory.require(
                nodes + 1_000,
                "the containers of " + arguments.nodeManagers() + " NodeManagers with "
                        + arguments.nodeMemoryMegabytes() + " MB each, and the daemons");
        HadoopClusterOptions options = HadoopClusterOptions.in(arguments.folder())
                .withNodes(arguments.nodeManagers(), arguments.nodeMemoryMegabytes(), arguments.nodeVirtualCores())
                .withPorts(arguments.ports())
                .withLifetime(Lifetime.DETACHED);
        HadoopCluster hadoop = new HadoopCluster(options);
        Optional<HiveMetastore> metastore = arguments.metastore().map(version -> HiveMetastore.on(hadoop, version));
        Optional<KafkaBroker> kafka =
                arguments.kafka() ? Optional.of(KafkaBroker.in(options, ServerClasses.Archive.USED)) : Optional.empty();
        Thread cleaner = new Thread(() -> endAll(LeftoverProcesses.serversByName(arguments.folder())));
        Runtime.getRuntime().addShutdownHook(cleaner);
        hadoop.launch();
        metastore.ifPresent(HiveMetastore::launch);
        kafka.ifPresent(KafkaBroker::launch);
        hadoop.awaitReady();
        report("HDFS", hadoop.fileSystem() + "  " + hadoop.nameNodeWeb(), began);
        if (arguments.nodeManagers() > 0) {
            report("YARN", hadoop.resourceManagerWeb().toString(), began);
        }
        metastore.ifPresent(server -> {
            server.awaitReady();
            report("Hive metastore " + server.version().release(), server.uri().toString(), began);
        });
        kafka.ifPresent(server -> {
            server.awaitReady();
            report("Kafka", server.bootstrapServers(), began);
        });
        Runtime.getRuntime().removeShutdownHook(cleaner);
        out.println("HADOOP_CONF_DIR=" + hadoop.configurationFolder());
        return 0;
    }

    private int status() {
        SortedMap<String, ProcessHandle> servers = LeftoverProcesses.serversByName(arguments.folder());
        servers.forEach((name, process) -> out.println(name + " runs as process " + process.pid()));
        if (servers.isEmpty()) {
            out.println("No cluster runs in " + arguments.folder());
        }
        return servers.isEmpty() ? NOT_RUNNING : 0;
    }

    private int stop() {
        SortedMap<String, ProcessHandle> servers = LeftoverProcesses.serversByName(arguments.folder());
        int running = LeftoverProcesses.servers(arguments.folder()).size();
        endAll(servers);
        if (!servers.isEmpty()) {
            out.println("Stopped " + String.join(", ", servers.keySet()));
        } else if (running > 0) {
            out.println("Killed " + running + " servers, whose names went with the folder " + arguments.folder());
        } else {
            out.println("No cluster ran in " + arguments.folder());
        }
        return 0;
    }

    /** NodeManagers first, because they end their containers; whoever is left after the grace is killed. */
    private void endAll(Map<String, ProcessHandle> servers) {
        end(servers.entrySet().stream()
                .filter(server -> server.getKey().startsWith("nodemanager-"))
                .map(Map.Entry::getValue)
                .toList());
        end(List.copyOf(servers.values()));
        Path folder = arguments.folder();
        LeftoverProcesses.kill(LeftoverProcesses.servers(folder));
        LeftoverProcesses.kill(LeftoverProcesses.workingBelow(folder.resolve("data")));
    }

    private static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroy);
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, STOP_GRACE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void report(String what, String where, long began) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        out.println(what + " is ready after " + seconds + " s: " + where);
    }
}
