package io.blink.integration.sql;

import static io.blink.integration.sql.SqlScripts.BATCH;
import static io.blink.integration.sql.SqlScripts.STREAMING;

import io.blink.benchmarks.cluster.WorkerProcesses;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The scripts on two workers in processes of their own, so that what crosses between tasks crosses the network. */
class SqlScriptsIT {
    private static WorkerProcesses cluster;

    @BeforeAll
    static void start() {
        cluster = WorkerProcesses.start(Path.of("target/sql-workers").toAbsolutePath(), 2, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicNode> batches() {
        return SqlScripts.on(() -> SessionEngine.remote(cluster.client(), BATCH), BATCH);
    }

    /** With every stage on its own, so that what joins do is decided when their inputs are written. */
    @TestFactory
    Stream<DynamicNode> batchesInStages() {
        Map<String, String> staged = new HashMap<>(BATCH);
        staged.put("execution.batch-shuffle-mode", "ALL_EXCHANGES_BLOCKING");
        staged.put("table.optimizer.adaptive-broadcast-join.strategy", "runtime_only");
        return SqlScripts.on(() -> SessionEngine.remote(cluster.client(), staged), staged);
    }

    @TestFactory
    Stream<DynamicNode> streams() {
        return SqlScripts.on(() -> SessionEngine.remote(cluster.client(), STREAMING), STREAMING);
    }
}
