package io.blink.hive.commit;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.PartitionName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a partitioned table as lines of text instead of Parquet: a commit does not look into files, and a thousand crashes shall take seconds. What
 * readers see is taken from metastore and folders alone.
 */
final class PlainFiles {
    private static final int OPERATOR = 7;

    private final TestingHiveTable table;
    private final CommitFiles files = new CommitFiles(TestingHiveTable.local());
    private final CommitClock clock;

    PlainFiles(TestingHiveTable table, CommitClock clock) {
        this.table = table;
        this.clock = clock;
    }

    List<Committable> write(ConnectorHandle sink, String job, int term, int attempt, long checkpoint, List<Row> rows) {
        WriteHandle handle = WriteHandle.read(sink);
        Map<List<String>, List<Row>> byPartition = new LinkedHashMap<>();
        rows.forEach(row -> byPartition
                .computeIfAbsent(List.of(row.year().toString(), row.region()), ignored -> new ArrayList<>())
                .add(row));
        String folder = new StagingFolder(handle.location(), job, OPERATOR).data(term, 0, attempt);
        List<Committable> written = new ArrayList<>();
        byPartition.forEach((partition, some) -> {
            String path = folder + "/" + PartitionName.of(handle.partitionNames(), partition) + "/0";
            StringBuilder text = new StringBuilder();
            some.forEach(
                    row -> text.append(row.id()).append(' ').append(row.name()).append('\n'));
            files.createNew(path, text.toString());
            String name = "part-" + job + "-" + checkpoint + "-" + attempt + "-" + written.size();
            written.add(new StagedFile(partition, path, name, text.length(), some.size()).committable());
        });
        return written;
    }

    /** All rows that readers see, in no order. */
    List<Row> rows() {
        MetastoreClient metastore = table.metastore();
        List<Row> rows = new ArrayList<>();
        List<String> names = metastore.partitionNames("default", "t");
        for (MetastorePartition partition : metastore.partitionsByName("default", "t", names)) {
            for (FileStatus file :
                    files.visibleFiles(partition.storage().location().orElseThrow())) {
                files.read(file.path()).lines().forEach(line -> {
                    String[] parts = line.split(" ", 2);
                    rows.add(new Row(
                            Long.valueOf(parts[0]),
                            parts[1],
                            Integer.valueOf(partition.values().get(0)),
                            partition.values().get(1)));
                });
            }
        }
        return rows;
    }

    Committer committer(ConnectorHandle sink, String job, int term, ExecutionMode mode) {
        return new HiveCommitter(
                WriteHandle.read(sink),
                new CommitterContext(job, OPERATOR, term, mode),
                TestingHiveTable.local(),
                table.metastore(),
                clock);
    }

    /** A whole batch INSERT. */
    void insert(String job, boolean overwrite, Map<String, String> staticPartition, List<Row> rows) {
        ConnectorHandle sink = table.planInsert(overwrite, staticPartition, ExecutionMode.BATCH);
        List<Committable> written = write(sink, job, 1, 0, Committer.FINAL_BATCH_CHECKPOINT, rows);
        try (Committer committer = committer(sink, job, 1, ExecutionMode.BATCH)) {
            committer.commit(Committer.FINAL_BATCH_CHECKPOINT, written);
            committer.cleanUp();
        }
    }

    boolean exists(String below) {
        return files.exists(table.definition().options().get("location") + "/" + below);
    }
}
