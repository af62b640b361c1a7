package io.blink.core.spi.connector;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A part of a table that one reader reads.
 *
 * @param id unique in the scan and the same whenever it is enumerated again
 * @param json the connector's own description
 * @param bytes to read, for balance; -1: unknown
 * @param hosts that hold it, best first
 */
public record Split(String id, String json, long bytes, List<String> hosts) {
    public Split {
        requireNonNull(id, "id");
        requireNonNull(json, "json");
        hosts = List.copyOf(hosts);
    }
}
