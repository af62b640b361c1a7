package io.blink.formats.avro;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import java.util.List;

/**
 * How Avro is read and written.
 *
 * @param legacyTimestamps whether TIMESTAMP has the schema of an instant
 */
public record AvroOptions(Encoding encoding, boolean legacyTimestamps) {
    public enum Encoding {
        BINARY,
        JSON
    }

    /** The options of a format whose keys begin with {@code prefix} and a point. */
    static List<ConfigOption<?>> all(String prefix) {
        return List.of(encodingOption(prefix), legacyOption(prefix));
    }

    static AvroOptions of(String prefix, Configuration options) {
        return new AvroOptions(options.get(encodingOption(prefix)), options.get(legacyOption(prefix)));
    }

    private static ConfigOption<Encoding> encodingOption(String prefix) {
        return ConfigOption.choice(
                prefix + ".encoding", Encoding.class, "binary", "Avro's binary or its JSON encoding: binary or json");
    }

    public static ConfigOption<Boolean> legacyOption(String prefix) {
        return ConfigOption.bool(
                prefix + ".timestamp_mapping.legacy",
                "false",
                "Whether the schema has TIMESTAMP as timestamp-millis or -micros, which is an instant, and not as local-timestamp-millis or -micros");
    }
}
