package io.blink.benchmarks.nexmark;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.StatementResult;
import io.blink.session.local.LocalEngine;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import io.blink.sql.ParsedStatement;
import io.blink.sql.StatementParser;
import io.blink.testing.peers.RowFile;
import io.blink.testing.peers.StatementLoop;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The main class of a process with Blink's engine in it: {@code BlinkStatements KEY=VALUE...}, each of them a setting of the engine and the session. */
public final class BlinkStatements implements StatementLoop.Engine, JobListener {
    private static final int MICROS = 6;
    /** By the byte that a batch has for a row. */
    private static final String[] KINDS = {"+I", "-U", "+U", "-D"};

    private final Session session;
    private String jobId = "";
    private CheckpointStatus checkpoints = CheckpointStatus.NONE;
    private long longestCheckpointMillis;
    private long mostStateBytes;

    private BlinkStatements(LocalEngine engine, SessionContext context) {
        this.session = new Session(context, engine.jobClient(), false, this, notice -> {});
    }

    public static void main(String[] words) throws IOException {
        PrintStream answers = System.out;
        Map<String, String> settings = new TreeMap<>();
        for (String word : words) {
            String[] parts = word.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        Configuration configuration = new Configuration(settings);
        ClassLoader classes = BlinkStatements.class.getClassLoader();
        FileSystems fileSystems = FileSystems.load(classes, configuration);
        try (Connectors connectors = Connectors.load(classes, fileSystems);
                LocalEngine engine = new LocalEngine(configuration, connectors, fileSystems)) {
            BlinkStatements statements = new BlinkStatements(
                    engine,
                    new SessionContext(
                            fileSystems,
                            connectors,
                            List.of(),
                            new SettingKeys(List.of(LocalEngineOptions.all())),
                            configuration,
                            Clock.systemUTC()));
            try (Session session = statements.session) {
                new StatementLoop(statements, answers).run();
            }
        }
    }

    @Override
    public void progress(JobStatus status) {
        if (!status.jobId().equals(jobId)) {
            jobId = status.jobId();
            longestCheckpointMillis = 0;
            mostStateBytes = 0;
        }
        checkpoints = status.checkpoints();
        longestCheckpointMillis = Math.max(longestCheckpointMillis, checkpoints.lastDurationMillis());
        mostStateBytes = Math.max(mostStateBytes, checkpoints.stateBytes());
    }

    @Override
    public void run(String text, RowFile rows) throws IOException, InterruptedException {
        for (ParsedStatement statement : StatementParser.parseScript(text)) {
            if (session.execute(statement) instanceof StatementResult.Rows result) {
                write(result, rows);
            }
        }
    }

    private static void write(StatementResult.Rows result, RowFile rows) throws IOException, InterruptedException {
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<ColumnText> texts = new ArrayList<>();
        types.add(null);
        names.add(null);
        for (Field field : result.fields()) {
            types.add(field.type().toString());
            names.add(field.name());
            texts.add(new ColumnText(asInFiles(field.type()), ZoneOffset.UTC));
        }
        rows.begin(types, names);
        String[] values = new String[names.size()];
        try (var batches = result.rows()) {
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                byte[] kinds = batch.rowKinds();
                for (int row = 0; row < batch.rowCount(); row++) {
                    values[0] = KINDS[kinds == null ? 0 : kinds[row]];
                    for (int column = 0; column < texts.size(); column++) {
                        values[column + 1] = texts.get(column).text(batch.column(column), row);
                    }
                    rows.row(Arrays.asList(values));
                }
            }
        }
    }

    /** Peers write times with six digits, whatever their type has. */
    private static DataType asInFiles(DataType type) {
        return type.kind() == TypeKind.TIMESTAMP && type.precision() < MICROS ? DataType.timestamp(MICROS) : type;
    }

    @Override
    public Map<String, Long> figures() {
        return Map.of(
                StatementLoop.CHECKPOINTS,
                (long) checkpoints.completed(),
                StatementLoop.CHECKPOINT_MILLIS,
                longestCheckpointMillis,
                StatementLoop.STATE_BYTES,
                mostStateBytes);
    }
}
