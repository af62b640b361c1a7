package io.blink.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** An INSERT OVERWRITE of numbered rows into a Hive table, slow enough to be met while it runs: its rows are due over 8 s. */
final class CountedInsert {
    private static final long ROWS = 800_000;
    private static final long ROWS_PER_SECOND = 100_000;

    private final YarnSession session;
    private final String database;
    private final String useDatabase;
    private final CompletableFuture<CommandResult> command;
    private final String jobId;

    private CountedInsert(YarnSession session, String database) {
        this.session = session;
        this.database = database;
        this.useDatabase = SharedCluster.get().use(database);
        this.command = session.startSql(useDatabase + """
                SET 'execution.runtime-mode' = 'batch';
                SET 'parallelism.default' = '2';
                CREATE TEMPORARY TABLE numbers_of_%s (id BIGINT) WITH (
                  'connector' = 'datagen', 'number-of-rows' = '%d', 'rows-per-second' = '%d', 'fields.id.kind' = 'sequence');
                CREATE TABLE kept (id BIGINT) PARTITIONED BY (k BIGINT) STORED AS ORC;
                INSERT OVERWRITE kept SELECT id, MOD(id, 2) FROM numbers_of_%s;
                """.formatted(database, ROWS, ROWS_PER_SECOND, database));
        this.jobId = session.awaitJob(status -> status.name().contains("numbers_of_" + database));
    }

    static CountedInsert start(YarnSession session, String database) {
        return new CountedInsert(session, database);
    }

    /** Until its source has given rows. */
    JobStatus awaitRows() {
        return session.await(
                jobId,
                "rows of " + database + " flow",
                status -> status.state() == JobState.RUNNING
                        && status.vertices().get(0).operators().get(0).rowsOut() > 0);
    }

    JobStatus status() {
        return session.jobs().status(jobId);
    }

    /** Waits for the command, which must have worked. */
    void assertInserted() {
        assertThat(command.join().succeeded().messages()).contains(ROWS + " rows");
    }

    void assertTable() {
        CommandResult result =
                session.sql(useDatabase + "SELECT k, COUNT(*) AS n, SUM(id) AS total FROM kept GROUP BY k ORDER BY k;");
        long half = ROWS / 2;
        assertThat(result.succeeded().output())
                .isEqualToNormalizingNewlines(
                        "k,n,total\n0,%d,%d\n1,%d,%d\n".formatted(half, half * (half - 1), half, half * half));
    }

    /** Of the table in HDFS, with their lengths and times. */
    List<String> tableFiles() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.defaultFS", SharedCluster.get().hadoop().fileSystem().toString());
        List<String> found = new ArrayList<>();
        try (FileSystem fileSystem = FileSystem.newInstance(hadoop)) {
            RemoteIterator<LocatedFileStatus> files =
                    fileSystem.listFiles(new Path("/user/hive/warehouse/" + database + ".db/kept"), true);
            while (files.hasNext()) {
                LocatedFileStatus file = files.next();
                found.add(file.getPath() + " " + file.getLen() + " " + file.getModificationTime());
            }
        }
        assertThat(found).isNotEmpty();
        Collections.sort(found);
        return found;
    }
}
