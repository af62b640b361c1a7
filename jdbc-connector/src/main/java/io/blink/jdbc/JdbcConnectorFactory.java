package io.blink.jdbc;

import io.blink.core.config.ConfigOption;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.core.spi.filesystem.FileSystems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes the {@code jdbc} connector. */
public final class JdbcConnectorFactory implements ConnectorFactory {
    static final String NAME = "jdbc";

    static final ConfigOption<String> URL = ConfigOption.string("url", null, "Where the database is: jdbc:…");
    static final ConfigOption<String> TABLE_NAME =
            ConfigOption.string("table-name", null, "The table in the database, with its schema if need be");
    static final ConfigOption<String> DRIVER =
            ConfigOption.string("driver", null, "The driver's class; not set: the driver that takes the URL");
    static final ConfigOption<String> USERNAME = ConfigOption.string("username", null, "Who connects");
    static final ConfigOption<String> PASSWORD = ConfigOption.string("password", null, "The user's password");
    static final ConfigOption<Duration> CONNECT_TIMEOUT = ConfigOption.duration(
            "connection.max-retry-timeout", "60 s", "How long to try to connect and to wait for an answer");
    static final ConfigOption<String> PARTITION_COLUMN = ConfigOption.string(
            "scan.partition.column", null, "The numeric column by whose ranges the table is read in parallel");
    static final ConfigOption<Integer> PARTITIONS =
            ConfigOption.integer("scan.partition.num", "1", "Ranges of the partition column");
    static final ConfigOption<Long> LOWER_BOUND = ConfigOption.longInteger(
            "scan.partition.lower-bound", null, "Where the second range may begin: about the column's least value");
    static final ConfigOption<Long> UPPER_BOUND = ConfigOption.longInteger(
            "scan.partition.upper-bound", null, "Where the last range may begin: about the column's greatest value");
    static final ConfigOption<Integer> FETCH_SIZE =
            ConfigOption.integer("scan.fetch-size", "4096", "Rows that the driver fetches at once");
    private static final ConfigOption<Boolean> AUTO_COMMIT = ConfigOption.bool(
            "scan.auto-commit", "false", "Accepted; rows are fetched in portions, within a transaction");
    private static final ConfigOption<Duration> FLUSH_INTERVAL = ConfigOption.duration(
            "sink.buffer-flush.interval", "0 s", "Accepted; what is not a whole batch is sent with each checkpoint");
    static final ConfigOption<Integer> FLUSH_ROWS = ConfigOption.integer(
            "sink.buffer-flush.max-rows", "1000", "Rows of one batch of statements; a checkpoint sends what there is");
    static final ConfigOption<Integer> RETRIES =
            ConfigOption.integer("sink.max-retries", "3", "How often a batch is sent again after the connection broke");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        List<ConfigOption<?>> options = new ArrayList<>(List.of(
                URL,
                TABLE_NAME,
                DRIVER,
                USERNAME,
                PASSWORD,
                CONNECT_TIMEOUT,
                PARTITION_COLUMN,
                PARTITIONS,
                LOWER_BOUND,
                UPPER_BOUND,
                FETCH_SIZE,
                AUTO_COMMIT,
                FLUSH_ROWS,
                FLUSH_INTERVAL,
                RETRIES));
        options.addAll(LookupOptions.all());
        return options;
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new JdbcConnector();
    }
}
