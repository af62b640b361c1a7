package io.blink.connectors.datagen;

import io.blink.core.config.ConfigOption;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;

/** Makes the {@code datagen} connector. */
public final class DatagenConnectorFactory implements ConnectorFactory {
    static final String NAME = "datagen";

    static final ConfigOption<Long> ROWS_PER_SECOND = ConfigOption.longInteger(
            "rows-per-second",
            null,
            "Rows of all splits together per second from the start of the statement on; not set: as fast as they are taken");

    static final ConfigOption<Long> NUMBER_OF_ROWS =
            ConfigOption.longInteger("number-of-rows", null, "Rows after which the table ends; not set: it never ends");

    static final ConfigOption<Long> SEED = ConfigOption.longInteger("seed", "0", "What random values are derived from");

    static final ConfigOption<Integer> SPLITS = ConfigOption.integer(
            "splits", "4", "Into how many splits the rows are dealt; the most tasks that can read them");

    static final ConfigOption<String> START = ConfigOption.string(
            "start",
            "2024-01-01 00:00:00",
            "The TIMESTAMP of row 0: 'yyyy-MM-dd HH:mm:ss', or 'now' for the start of the statement");

    /** Keys {@code fields.<column>.<property>}; checked when the table is planned, since they name columns. */
    static final String FIELD_PREFIX = "fields.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        return List.of(
                ROWS_PER_SECOND,
                NUMBER_OF_ROWS,
                SEED,
                SPLITS,
                START,
                ConfigOption.string(
                        FIELD_PREFIX + "*",
                        null,
                        "fields.<column>.kind (random, sequence), .min, .max, .start, .end, .length, .null-rate, .interval"));
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new DatagenConnector();
    }
}
