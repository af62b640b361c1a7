package io.blink.testing.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStatsSummarySnapshot;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * The main class of a Flink process: {@code FlinkStatements KEY=VALUE...}, each of them a setting of the cluster and of the session, which runs batches or, with
 * {@code execution.runtime-mode=STREAMING}, streams. One cluster of a job manager and a task manager lives as long as the process, so that no statement waits for its start.
 */
public final class FlinkStatements implements StatementLoop.Engine {
    private final TableEnvironment session;
    private final MiniCluster cluster;
    private final boolean streaming;
    private JobID lastJob;

    private FlinkStatements(TableEnvironment session, MiniCluster cluster, boolean streaming) {
        this.session = session;
        this.cluster = cluster;
        this.streaming = streaming;
    }

    public static void main(String[] words) throws Exception {
        PrintStream answers = System.out;
        Configuration settings = new Configuration();
        for (String word : words) {
            String[] parts = word.split("=", 2);
            settings.setString(parts[0], parts[1]);
        }
        MiniClusterConfiguration wanted = new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.get(TaskManagerOptions.NUM_TASK_SLOTS))
                .build();
        try (MiniCluster cluster = new MiniCluster(wanted)) {
            cluster.start();
            URI address = cluster.getRestAddress().get();
            settings.setString("execution.target", "remote");
            settings.setString("rest.address", address.getHost());
            settings.setString("rest.port", Integer.toString(address.getPort()));
            boolean streaming = settings.get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.STREAMING;
            EnvironmentSettings.Builder session = EnvironmentSettings.newInstance();
            TableEnvironment environment =
                    TableEnvironment.create((streaming ? session.inStreamingMode() : session.inBatchMode())
                            .withConfiguration(settings)
                            .build());
            new StatementLoop(new FlinkStatements(environment, cluster, streaming), answers).run();
        }
    }

    @Override
    public void run(String text, RowFile rows) throws Exception {
        TableResult result = session.executeSql(text);
        lastJob = result.getJobClient().map(JobClient::getJobID).orElse(null);
        if (lastJob == null) {
            return;
        }
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Column column : result.getResolvedSchema().getColumns()) {
            types.add(column.getDataType().getLogicalType().asSerializableString());
            names.add(column.getName());
        }
        try (CloseableIterator<Row> found = result.collect()) {
            write(found, types, names, rows);
        }
    }

    private static void write(CloseableIterator<Row> found, List<String> types, List<String> names, RowFile rows)
            throws IOException {
        rows.begin(types, names);
        String[] values = new String[names.size()];
        while (found.hasNext()) {
            Row row = found.next();
            for (int column = 0; column < values.length; column++) {
                values[column] = ValueText.of(row.getField(column));
            }
            rows.row(Arrays.asList(values));
        }
    }

    @Override
    public Map<String, Long> figures() throws Exception {
        if (lastJob == null || !streaming) {
            return Map.of();
        }
        CheckpointStatsSnapshot checkpoints =
                cluster.getExecutionGraph(lastJob).get().getCheckpointStatsSnapshot();
        if (checkpoints == null) {
            return Map.of();
        }
        CompletedCheckpointStatsSummarySnapshot summary = checkpoints.getSummaryStats();
        return Map.of(
                StatementLoop.CHECKPOINTS,
                checkpoints.getCounts().getNumberOfCompletedCheckpoints(),
                StatementLoop.CHECKPOINT_MILLIS,
                summary.getEndToEndDurationStats().getMaximum(),
                StatementLoop.STATE_BYTES,
                summary.getStateSizeStats().getMaximum());
    }
}
