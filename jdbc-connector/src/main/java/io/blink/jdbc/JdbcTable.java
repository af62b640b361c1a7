package io.blink.jdbc;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import java.util.List;

/**
 * What readers and writers need to know of a table; part of the plan.
 *
 * @param path of the table in Blink's catalog, for messages
 * @param driver class name, or {@code null}
 * @param user or {@code null}
 * @param password or {@code null}
 * @param name in the database
 * @param primaryKey names of columns; empty: none
 * @param timeoutSeconds of connecting and of statements
 */
record JdbcTable(
        String path,
        String url,
        String driver,
        String user,
        String password,
        String name,
        List<String> primaryKey,
        int timeoutSeconds,
        int fetchSize,
        int flushRows,
        int retries) {
    JdbcTable {
        primaryKey = List.copyOf(primaryKey);
    }

    static JdbcTable of(CatalogTable table) {
        Configuration options = new Configuration(table.options());
        int flushRows = atLeast(1, JdbcConnectorFactory.FLUSH_ROWS, table, options);
        return new JdbcTable(
                table.path().toString(),
                required(JdbcConnectorFactory.URL, table, options),
                options.optional(JdbcConnectorFactory.DRIVER).orElse(null),
                options.optional(JdbcConnectorFactory.USERNAME).orElse(null),
                options.optional(JdbcConnectorFactory.PASSWORD).orElse(null),
                required(JdbcConnectorFactory.TABLE_NAME, table, options),
                table.primaryKey(),
                Math.toIntExact(Math.max(
                        1, options.get(JdbcConnectorFactory.CONNECT_TIMEOUT).toSeconds())),
                atLeast(0, JdbcConnectorFactory.FETCH_SIZE, table, options),
                flushRows,
                atLeast(0, JdbcConnectorFactory.RETRIES, table, options));
    }

    static int atLeast(int least, ConfigOption<Integer> option, CatalogTable table, Configuration options) {
        int value = options.get(option);
        if (value < least) {
            throw invalid(table, "'" + option.key() + "' = " + value + " must not be below " + least);
        }
        return value;
    }

    static <T> T required(ConfigOption<T> option, CatalogTable table, Configuration options) {
        return options.optional(option).orElseThrow(() -> invalid(table, "it needs the option '" + option.key() + "'"));
    }

    static BlinkException invalid(CatalogTable table, String what) {
        return new BlinkException(
                JdbcErrorCode.INVALID_TABLE, "Table " + table.path() + " of connector 'jdbc': " + what + ".");
    }

    JdbcDialect dialect() {
        return JdbcDialect.of(url);
    }
}
