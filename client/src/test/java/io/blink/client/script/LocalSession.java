package io.blink.client.script;

import io.blink.client.result.ResultFormat;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.session.Session;
import io.blink.session.local.LocalEngine;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session on the engine of this process, and what it prints. */
public final class LocalSession implements AutoCloseable {
    private final Connectors connectors;
    private final LocalEngine engine;
    private final Session session;
    private final JobProgress progress = new JobProgress(Optional.empty(), System::nanoTime);
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    public LocalSession(Path folder) {
        ClassLoader loader = getClass().getClassLoader();
        Configuration configuration = new Configuration(Map.of(
                "io.tmp.dirs",
                folder.toString(),
                "taskmanager.memory.managed.size",
                "64mb",
                "table.local-time-zone",
                "UTC"));
        FileSystems fileSystems = FileSystems.load(loader, configuration);
        connectors = Connectors.load(loader, fileSystems);
        engine = new LocalEngine(configuration, connectors);
        SettingKeys keys = new SettingKeys(List.of(LocalEngineOptions.all()));
        SessionContext context =
                new SessionContext(fileSystems, connectors, List.of(), keys, configuration, Clock.systemUTC());
        session = new Session(context, engine.jobClient(), false, progress, notice -> {});
    }

    public StatementRunner runner(ResultFormat format, boolean timing) {
        return runner(format, timing, stream(output));
    }

    StatementRunner runner(ResultFormat format, boolean timing, PrintStream target) {
        return new StatementRunner(session, engine.jobClient(), progress, format, timing, target, messageStream());
    }

    public PrintStream messageStream() {
        return stream(messages);
    }

    private static PrintStream stream(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    public String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    public String messages() {
        return messages.toString(StandardCharsets.UTF_8);
    }

    LocalEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        session.close();
        engine.close();
        connectors.close();
        engine.failure().ifPresent(failure -> {
            throw failure;
        });
    }
}
