package io.blink.core.spi.catalog;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.List;
import java.util.Map;
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

    /** Gives an existing database other properties and another comment. */
    default void alterDatabase(CatalogDatabase changed) {
        throw new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "Catalog " + name() + " does not change databases, as of " + changed.name()
                        + "; drop it and create it anew.");
    }

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

    /** Gives a table or view another name in its database; an error if that name is taken. */
    default void renameTable(TablePath path, String newName) {
        throw unsupported("rename tables", path);
    }

    /**
     * Gives an existing table other columns, options, primary key and watermark: these are those of the changed definition, whose name, connector and partition columns are the
     * table's own.
     * Files are not touched.
     */
    default void alterTable(CatalogTable changed) {
        throw unsupported("change tables", changed.path());
    }

    /**
     * Makes partitions known, each given by the values of all partition columns as text.
     *
     * @param locations where each has its files, in the same order; {@code null} for the usual place
     * @param ifNotExists whether those that exist are passed over; else one is an error and nothing is added
     */
    default void addPartitions(
            TablePath path, List<Map<String, String>> partitions, List<String> locations, boolean ifNotExists) {
        throw unsupported("add partitions", path);
    }

    /**
     * Drops all partitions that have the values of one of these; the files go with them unless the table is external.
     *
     * @param ifExists whether values that no partition has are passed over; else they are an error and nothing is dropped
     */
    default void dropPartitions(TablePath path, List<Map<String, String>> partitions, boolean ifExists) {
        throw unsupported("drop partitions", path);
    }

    /** Of users, sorted. */
    default List<String> listFunctions(String database) {
        return List.of();
    }

    /** A user's function; empty also where there is no such database. */
    default Optional<CatalogFunction> function(String database, String function) {
        return Optional.empty();
    }

    /** An error if the function exists or its database does not. */
    default void createFunction(CatalogFunction function) {
        throw unsupported("keep functions", function.path());
    }

    /** Gives an existing function another class and other jars. */
    default void alterFunction(CatalogFunction function) {
        throw unsupported("keep functions", function.path());
    }

    /** An error if it does not exist. */
    default void dropFunction(TablePath path) {
        throw unsupported("keep functions", path);
    }

    private BlinkException unsupported(String what, TablePath path) {
        return new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "Catalog " + name() + " does not " + what + ", as of " + path + "; a Hive catalog does.");
    }

    @Override
    void close();
}
