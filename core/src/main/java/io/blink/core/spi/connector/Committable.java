package io.blink.core.spi.connector;

import static java.util.Objects.requireNonNull;

/** Something durable and not yet visible, described by its writer in the connector's own JSON. @param rows in it */
public record Committable(String json, long rows) {
    public Committable {
        requireNonNull(json, "json");
    }
}
