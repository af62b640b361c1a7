package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

/**
 * What a connector needs to read or write one table in one job, in its own JSON; opaque to everyone else.
 *
 * @param connector the name of the connector that wrote it
 * @param version of the JSON's form, read back by later versions of the connector
 */
public record ConnectorHandle(String connector, int version, String json) {
    public ConnectorHandle {
        requireNonNull(connector, "connector");
        requireNonNull(json, "json");
    }

    /** Without the JSON, which may hold a table's passwords. */
    @Override
    public String toString() {
        return connector + " (version " + version + ")";
    }
}
