package io.blink.core.spi.connector;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A part of a table that one reader reads.
 *
 * @param id unique in the scan and the same whenever it is enumerated again
 * @param json the connector's own description
 * @param bytes to read, for balance; -1: unknown
 * @param hosts that hold it, best first
 * @param floorMicros {@code null}: a stream reads it beside the other splits, as it may never end. Else it ends, the splits of the scan are read in the order in which they were found, a few at
 *     a time, and the event times of its rows do not fall below this one; {@link Long#MIN_VALUE}: nothing is known of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Split(String id, String json, long bytes, List<String> hosts, Long floorMicros) {
    /** One that a stream reads beside the others. */
    public Split(String id, String json, long bytes, List<String> hosts) {
        this(id, json, bytes, hosts, null);
    }

    public Split {
        requireNonNull(id, "id");
        requireNonNull(json, "json");
        hosts = List.copyOf(hosts);
    }
}
