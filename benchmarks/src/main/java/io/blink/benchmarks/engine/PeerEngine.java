package io.blink.benchmarks.engine;

import io.blink.benchmarks.compare.ResultRows;
import io.blink.benchmarks.measure.Measurement.Outcome;
import io.blink.core.type.DataType;
import io.blink.testing.peers.Peer;
import io.blink.testing.peers.PeerAnswer;
import io.blink.testing.peers.PeerKind;
import io.blink.testing.peers.PeerOptions;
import io.blink.testing.process.ServerClassPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** DuckDB by JDBC, Spark and Flink by their sessions, with a view or table over the files of each table. */
final class PeerEngine implements Engine {
    private static final Duration VIEW_TIMEOUT = Duration.ofMinutes(2);

    private final EngineName name;
    private final PeerKind kind;
    private final EngineSettings settings;
    private final Resources resources;
    private final TableFiles tables;

    PeerEngine(EngineName name, EngineSettings settings, Resources resources, TableFiles tables) {
        this.name = name;
        this.kind = PeerKind.valueOf(name.name());
        this.settings = settings;
        this.resources = resources;
        this.tables = tables;
    }

    @Override
    public EngineName name() {
        return name;
    }

    @Override
    public String build() {
        String jar = ServerClassPath.of(kind.server()).get(0).getFileName().toString();
        return jar.replaceAll("\\.jar$", "") + "-" + Fingerprint.of(settings);
    }

    @Override
    public void run(List<Work> works, RunListener listener) {
        Peer peer = null;
        try {
            for (Work work : works) {
                if (peer == null) {
                    peer = start();
                }
                if (!run(peer, work, listener)) {
                    close(peer);
                    peer = null;
                }
            }
        } finally {
            close(peer);
        }
    }

    private static void close(Peer peer) {
        if (peer != null) {
            peer.close();
        }
    }

    Peer start() {
        Peer peer = Peer.start(new PeerOptions(
                kind,
                resources.folder().resolve(name.label()),
                resources.binding(),
                settings.jvmOptions(),
                settings.settings()));
        for (String table : tables.tables()) {
            peer.execute(view(table), VIEW_TIMEOUT);
        }
        return peer;
    }

    private String view(String table) {
        Path folder = tables.table(table);
        return switch (kind) {
            case DUCKDB -> "CREATE VIEW \"" + table + "\" AS SELECT * FROM read_parquet('" + folder + "/*.parquet')";
            case SPARK -> "CREATE TEMPORARY VIEW `" + table + "` USING parquet OPTIONS (path 'file://" + folder + "')";
            case FLINK ->
                "CREATE TEMPORARY TABLE `" + table + "` (" + columns(table)
                        + ") WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = 'file://" + folder + "')";
        };
    }

    private String columns(String table) {
        return tables.columns(table).stream()
                .map(column -> "`" + column.name() + "` " + flinkType(column.type()))
                .collect(Collectors.joining(", "));
    }

    /** As {@link io.blink.benchmarks.data.ParquetTables} writes: text is a string whatever its length. */
    private static String flinkType(DataType type) {
        return type.kind().isCharacter() ? "STRING" : type.withNullable(true).toString();
    }

    /** False if the process is gone. */
    private boolean run(Peer peer, Work work, RunListener listener) {
        for (int run : work.runs()) {
            PeerAnswer answer = peer.run(work.text(), work.resultFile(), resources.timeout());
            long peak = ProcessMemory.peakMegabytes(peer.pid());
            if (answer instanceof PeerAnswer.Done done) {
                double seconds = done.time().toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
                listener.ended(work, run, Outcome.OK, seconds, done.rows(), "", peak);
            } else if (answer instanceof PeerAnswer.Failed failed) {
                listener.ended(work, run, Outcome.FAILED, 0, 0, failed.message(), peak);
                return true;
            } else {
                PeerAnswer.Gone gone = (PeerAnswer.Gone) answer;
                listener.ended(work, run, gone.late() ? Outcome.TIMED_OUT : Outcome.FAILED, 0, 0, gone.message(), peak);
                return false;
            }
        }
        return true;
    }

    @Override
    public ResultRows rows(Path resultFile) {
        return ResultRows.readTyped(resultFile);
    }
}
