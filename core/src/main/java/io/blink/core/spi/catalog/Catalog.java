package io.blink.core.spi.catalog;

import java.util.List;
import java.util.Optional;

/**
 * Databases and tables by name; names are compared without case. Calls may block on a server, and errors are {@code BlinkException}s that name the
 * object. Safe on any thread.
 */
public interface Catalog extends AutoCloseable {
    String name();

    /** The database that {@code USE CATALOG} selects. */
    String defaultDatabase();

    /** The connector of tables that are created here without naming one; empty if they must name it. */
    default Optional<String> defaultConnector() {
        return Optional.empty();
    }

    List<String> listDatabases();

    Optional<CatalogDatabase> database(String name);

    /** An error if it exists. */
    void createDatabase(CatalogDatabase database);

    /** @param cascade whether its tables go too; else a database with tables is an error */
    void dropDatabase(String name, boolean cascade);

    /** Tables and views, sorted. */
    List<String> listTables(String database);

    Optional<CatalogTable> table(String database, String table);

    /** An error if the table exists or its database does not. */
    void createTable(CatalogTable table);

    /** Drops a table or view; an error if it does not exist. */
    void dropTable(TablePath path);

    /** Partitions as {@code key=value/key=value} in Hive's escaping, sorted; an error if the table is not partitioned. */
    List<String> listPartitions(TablePath path);

    @Override
    void close();
}
