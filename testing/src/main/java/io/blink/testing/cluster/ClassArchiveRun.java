package io.blink.testing.cluster;

import io.blink.testing.process.Lifetime;
import io.blink.testing.process.ServerClasses;
import io.blink.testing.process.ServerProcess;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ClusterCommand archive}: one start and end of all servers, in which each JVM archives the classes it has loaded. Nothing else is kept. */
final class ClassArchiveRun {
    // The JVM writes the archive while it ends.
    private static final Duration END_TIMEOUT = Duration.ofMinutes(3);

    private final ClusterArguments arguments;
    private final PrintStream out;

    ClassArchiveRun(ClusterArguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
    }

    int execute() {
        Map<String, ServerClasses> present = classes(ServerClasses.Archive.USED);
        if (present.values().stream().allMatch(ServerClasses::hasArchive)) {
            out.println("The servers' classes are archived already");
            return 0;
        }
        return make();
    }

    private Map<String, ServerClasses> classes(ServerClasses.Archive archive) {
        HadoopCluster hadoop = hadoop(archive);
        return classes(hadoop, metastore(hadoop), kafka(archive));
    }

    private int make() {
        HadoopCluster hadoop = hadoop(ServerClasses.Archive.MADE);
        Optional<HiveMetastore> metastore = metastore(hadoop);
        Optional<KafkaBroker> kafka = kafka(ServerClasses.Archive.MADE);
        try (hadoop) {
            hadoop.launch();
            metastore.ifPresent(HiveMetastore::launch);
            kafka.ifPresent(KafkaBroker::launch);
            hadoop.awaitReady();
            metastore.ifPresent(HiveMetastore::awaitReady);
            kafka.ifPresent(KafkaBroker::awaitReady);
            List<ServerProcess> servers = new ArrayList<>(hadoop.daemons());
            metastore.ifPresent(server -> servers.add(server.process()));
            kafka.ifPresent(server -> servers.add(server.process()));
            servers.forEach(ServerProcess::requestStop);
            servers.forEach(server -> server.awaitExit(END_TIMEOUT));
        } finally {
            metastore.ifPresent(HiveMetastore::close);
            kafka.ifPresent(KafkaBroker::close);
        }
        classes(hadoop, metastore, kafka).forEach((kind, classes) -> {
            if (classes.keepArchive()) {
                out.println("The classes of the " + kind + " are archived");
            } else {
                out.println("The JVM has archived no classes of the " + kind + "; it starts without");
            }
        });
        return 0;
    }

    private HadoopCluster hadoop(ServerClasses.Archive archive) {
        return new HadoopCluster(
                HadoopClusterOptions.in(arguments.folder())
                        .withNodes(1, arguments.nodeMemoryMegabytes(), arguments.nodeVirtualCores())
                        .withLifetime(Lifetime.ATTACHED),
                archive);
    }

    private Optional<HiveMetastore> metastore(HadoopCluster hadoop) {
        return arguments.metastore().map(version -> HiveMetastore.on(hadoop, version));
    }

    private Optional<KafkaBroker> kafka(ServerClasses.Archive archive) {
        HadoopClusterOptions options =
                HadoopClusterOptions.in(arguments.folder()).withLifetime(Lifetime.ATTACHED);
        return arguments.kafka() ? Optional.of(KafkaBroker.in(options, archive)) : Optional.empty();
    }

    private static Map<String, ServerClasses> classes(
            HadoopCluster hadoop, Optional<HiveMetastore> metastore, Optional<KafkaBroker> kafka) {
        Map<String, ServerClasses> all = new LinkedHashMap<>(hadoop.classes());
        metastore.ifPresent(server -> all.put("metastore", server.classes()));
        kafka.ifPresent(server -> all.put("kafka", server.classes()));
        return all;
    }
}
