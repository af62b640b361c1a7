package io.blink.formats.watch;

import java.util.List;

/**
 * What one split of a watched table covers.
 *
 * @param bytes to read
 * @param json the connector's own description of the split
 * @param hosts that hold it, best first
 */
public record FilePart(String path, long offset, long bytes, String json, List<String> hosts) {
    public FilePart {
        hosts = List.copyOf(hosts);
    }
}
