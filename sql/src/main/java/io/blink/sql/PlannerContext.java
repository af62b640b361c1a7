package io.blink.sql;

import static java.util.Objects.requireNonNull;

import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import java.time.ZoneId;

/**
 * What a session is while one of its statements is planned.
 *
 * @param settings what the user set
 * @param statementStartMicros what CURRENT_TIMESTAMP means, in microseconds since 1970-01-01T00:00:00Z
 * @param recursion where the steps of WITH RECURSIVE run
 */
public record PlannerContext(
        Catalogs catalogs,
        String currentCatalog,
        String currentDatabase,
        Connectors connectors,
        Configuration settings,
        ZoneId timeZone,
        long statementStartMicros,
        RecursionSteps recursion) {
    public PlannerContext {
        requireNonNull(catalogs, "catalogs");
        requireNonNull(currentCatalog, "currentCatalog");
        requireNonNull(currentDatabase, "currentDatabase");
        requireNonNull(connectors, "connectors");
        requireNonNull(settings, "settings");
        requireNonNull(timeZone, "timeZone");
        requireNonNull(recursion, "recursion");
    }

    /** For statements that run nothing while they are planned. */
    public PlannerContext(
            Catalogs catalogs,
            String currentCatalog,
            String currentDatabase,
            Connectors connectors,
            Configuration settings,
            ZoneId timeZone,
            long statementStartMicros) {
        this(
                catalogs,
                currentCatalog,
                currentDatabase,
                connectors,
                settings,
                timeZone,
                statementStartMicros,
                RecursionSteps.NONE);
    }

    public PlannerContext withCatalogs(Catalogs others) {
        return new PlannerContext(
                others,
                currentCatalog,
                currentDatabase,
                connectors,
                settings,
                timeZone,
                statementStartMicros,
                recursion);
    }

    public PlannerContext withRecursion(RecursionSteps steps) {
        return new PlannerContext(
                catalogs, currentCatalog, currentDatabase, connectors, settings, timeZone, statementStartMicros, steps);
    }

    /** With the names of tables looked up in another place first: of a view. */
    public PlannerContext withCurrent(String catalog, String database) {
        return new PlannerContext(
                catalogs, catalog, database, connectors, settings, timeZone, statementStartMicros, recursion);
    }
}
