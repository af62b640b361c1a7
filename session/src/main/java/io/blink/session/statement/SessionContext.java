package io.blink.session.statement;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.session.SessionOptions;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.session.function.SessionFunctions;
import io.blink.session.function.StatementCatalogs;
import io.blink.session.setting.SettingKeys;
import io.blink.sql.PlannerContext;
import io.blink.sql.RecursionSteps;
import io.blink.sql.SqlOptions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** What the statements of one session share. Used by the session's thread. */
public final class SessionContext implements AutoCloseable {
    private final FileSystems fileSystems;
    private final Connectors connectors;
    private final List<CatalogFactory> catalogFactories;
    private final SettingKeys settingKeys;
    private final Configuration initialSettings;
    private final Clock clock;
    private final SessionCatalogs catalogs = new SessionCatalogs();
    private final SessionFunctions functions;
    private Configuration settings;

    /** @param initialSettings what RESET goes back to */
    public SessionContext(
            FileSystems fileSystems,
            Connectors connectors,
            List<CatalogFactory> catalogFactories,
            SettingKeys settingKeys,
            Configuration initialSettings,
            Clock clock) {
        this.fileSystems = fileSystems;
        this.connectors = connectors;
        this.catalogFactories = List.copyOf(Plugins.byName("catalog type", catalogFactories, CatalogFactory::type)
                .values());
        this.settingKeys = settingKeys;
        this.initialSettings = initialSettings;
        this.settings = initialSettings;
        this.clock = clock;
        this.functions = new SessionFunctions(fileSystems, catalogs);
    }

    FileSystems fileSystems() {
        return fileSystems;
    }

    Connectors connectors() {
        return connectors;
    }

    List<CatalogFactory> catalogFactories() {
        return catalogFactories;
    }

    SettingKeys settingKeys() {
        return settingKeys;
    }

    public SessionCatalogs catalogs() {
        return catalogs;
    }

    public SessionFunctions functions() {
        return functions;
    }

    public Configuration settings() {
        return settings;
    }

    void changeSettings(Configuration changed) {
        settings = changed;
    }

    Configuration initialSettings() {
        return initialSettings;
    }

    public ZoneId timeZone() {
        String name = settings.get(SessionOptions.TIME_ZONE);
        return name.equalsIgnoreCase("default") ? ZoneId.systemDefault() : ZoneId.of(name);
    }

    /** Whether the text names a zone, or is {@code default}. */
    static boolean isZone(String name) {
        try {
            return name.equalsIgnoreCase("default") || ZoneId.of(name) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** For planning a statement that starts now and runs nothing while it is planned. */
    PlannerContext plannerContext() {
        return plannerContext(RecursionSteps.NONE);
    }

    /** The same for a statement that is a batch whatever the session's mode is. */
    PlannerContext batchPlannerContext() {
        return plannerContext(RecursionSteps.NONE, settings.with(SqlOptions.RUNTIME_MODE.key(), "batch"));
    }

    /** For planning a statement that starts now. */
    PlannerContext plannerContext(RecursionSteps recursion) {
        return plannerContext(recursion, settings);
    }

    private PlannerContext plannerContext(RecursionSteps recursion, Configuration used) {
        Instant now = clock.instant();
        return new PlannerContext(
                new StatementCatalogs(catalogs, functions),
                catalogs.currentCatalog(),
                catalogs.currentDatabase(),
                connectors,
                used,
                timeZone(),
                now.getEpochSecond() * 1_000_000L + now.getNano() / 1000,
                recursion);
    }

    @Override
    public void close() {
        functions.close();
        catalogs.close();
    }
}
