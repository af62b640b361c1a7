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
 */
public record PlannerContext(
        Catalogs catalogs,
        String currentCatalog,
        String currentDatabase,
        Connectors connectors,
        Configuration settings,
        ZoneId timeZone,
        long statementStartMicros) {
    public PlannerContext {
        requireNonNull(catalogs, "catalogs");
        requireNonNull(currentCatalog, "currentCatalog");
        requireNonNull(currentDatabase, "currentDatabase");
        requireNonNull(connectors, "connectors");
        requireNonNull(settings, "settings");
        requireNonNull(timeZone, "timeZone");
    }
}
