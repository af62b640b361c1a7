package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.engine.EngineSettings;
import io.blink.benchmarks.engine.Resources;
import io.blink.testing.peers.Peer;
import io.blink.testing.peers.PeerAnswer;
import io.blink.testing.peers.PeerOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An engine's process with the events as tables. A new one takes its place when it is gone, and after a failure, which may have taken the engine's workers with it. Used by
 * one thread.
 */
final class NexmarkProcess implements AutoCloseable {
    private static final Duration DEFINITION_TIMEOUT = Duration.ofMinutes(1);
    private static final String COUNT_CHAR_OF_FLINK = "io.blink.testing.peers.CountChar";

    private final NexmarkEngine engine;
    private final Resources resources;
    private final Path folder;
    private final NexmarkTables data;
    private final boolean checkpoints;
    private Peer peer;

    /**
     * @param data what the tables are over
     * @param checkpoints whether there are any
     */
    NexmarkProcess(NexmarkEngine engine, Resources resources, NexmarkTables data, boolean checkpoints) {
        this.engine = engine;
        this.resources = resources;
        this.data = data;
        this.checkpoints = checkpoints;
        this.folder = resources.folder().resolve("nexmark-" + engine.label());
    }

    private void execute(String statement) {
        peer.execute(statement, DEFINITION_TIMEOUT);
    }

    private void start() {
        EngineSettings all = engine.settings(resources);
        EngineSettings settings = checkpoints ? all : all.without("execution.checkpointing.interval");
        peer = Peer.start(new PeerOptions(
                engine.program(), folder, resources.binding(), settings.jvmOptions(), settings.settings()));
        String function = engine.flink() ? COUNT_CHAR_OF_FLINK : CountChar.class.getName();
        execute("CREATE TEMPORARY FUNCTION count_char AS '" + function + "'");
        data.definitions(engine.flink()).forEach(this::execute);
    }

    /** Writes the query's rows into its sink. */
    PeerAnswer insert(NexmarkQuery query, Duration timeout) {
        if (peer == null) {
            start();
        }
        PeerAnswer prepared = prepare(query);
        if (!(prepared instanceof PeerAnswer.Done)) {
            return prepared;
        }
        String sink = "file://" + folder.resolve("sink-" + query.id() + "-" + System.nanoTime());
        execute(query.createSink(sink));
        return write(query, query.select(), timeout);
    }

    /** Writes what is compared of the query's rows, with what happens to each, into a file. */
    PeerAnswer rows(NexmarkQuery query, Path file, Duration timeout) {
        if (peer == null) {
            start();
        }
        PeerAnswer prepared = prepare(query);
        if (!(prepared instanceof PeerAnswer.Done)) {
            return prepared;
        }
        if (!engine.flink()) {
            return run(query.comparedRows(), file, timeout);
        }
        execute("CREATE TEMPORARY TABLE " + query.table() + " (" + query.comparedColumns()
                + ") WITH ('connector' = 'changelog-file', 'path' = '" + file + "')");
        return write(query, query.comparedRows(), timeout);
    }

    private PeerAnswer write(NexmarkQuery query, String select, Duration timeout) {
        PeerAnswer answer = run("INSERT INTO " + query.table() + "\n" + select, null, timeout);
        if (peer != null) {
            execute("DROP TEMPORARY TABLE " + query.table());
        }
        return answer;
    }

    private PeerAnswer prepare(NexmarkQuery query) {
        if (query.before().isEmpty()) {
            return new PeerAnswer.Done(Duration.ZERO, 0, java.util.Map.of());
        }
        String statement = query.before().get();
        String view = statement.replaceAll("(?s)CREATE TEMPORARY VIEW (\\w+) .*", "$1");
        execute("DROP TEMPORARY VIEW IF EXISTS " + view);
        return run(statement, null, DEFINITION_TIMEOUT);
    }

    private PeerAnswer run(String statement, Path file, Duration timeout) {
        PeerAnswer answer = peer.run(statement, file, timeout);
        if (!(answer instanceof PeerAnswer.Done)) {
            close();
        }
        return answer;
    }

    @Override
    public void close() {
        if (peer != null) {
            peer.close();
            peer = null;
        }
    }
}
