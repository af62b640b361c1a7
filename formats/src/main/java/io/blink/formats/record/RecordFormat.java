package io.blink.formats.record;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.List;
import java.util.Map;

/** One format of records. Safe on any thread. */
public interface RecordFormat {
    /** As in {@code 'format'='json'}. */
    String name();

    /** What table options of the format there are, keys with the format's name in front. */
    List<ConfigOption<?>> options();

    /** Whether a record says what became of a row: then rows are inserted, updated and deleted, old content before the new. */
    default boolean isChangelog() {
        return false;
    }

    /** What records say besides their fields, by key, with the types in which it is known; a time may be asked for as one with or without its zone. */
    default Map<String, DataType> metadata() {
        return Map.of();
    }

    /** Refuses fields that the format cannot hold, and options that do not go together, with an error that names them. */
    void check(List<Field> fields, Configuration options);

    /** The options of a table with what follows from the place of its records. @param place for example {@code orders-value}, of the values in Kafka's topic {@code orders} */
    default Configuration at(String place, Configuration options) {
        return options;
    }

    RecordDecoder decoder(DecodingRequest request);

    RecordEncoder encoder(EncodingRequest request);
}
