package io.blink.hive.metastore;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The metastore as the rest of this module sees it. Calls block, up to the time given in {@link MetastoreSettings}; they may be made from any thread.
 * Errors are {@code BlinkException}s with a code of {@code HiveErrorCode}. A change whose answer was lost with its connection is sent again and ends
 * as if it had been sent once; where that cannot be proved the error is {@code METASTORE_OUTCOME_UNKNOWN}. Database, table and column names are
 * given and returned in lower case.
 */
public interface MetastoreClient extends AutoCloseable {
    List<String> databaseNames();

    Optional<MetastoreDatabase> findDatabase(String database);

    void createDatabase(MetastoreDatabase database);

    /** Drops an empty database, or with {@code cascade} all its tables first. The files of managed tables go with it. */
    void dropDatabase(String database, boolean cascade);

    /** Tables and views alike. */
    List<String> tableNames(String database);

    List<String> viewNames(String database);

    Optional<MetastoreTable> findTable(String database, String table);

    /** Creates the table; the metastore may choose the location and change the kind, so read it back when these matter. */
    void createTable(MetastoreTable table);

    /**
     * Reads the table, applies the change to it and writes it back; what {@link MetastoreTable} does not show stays as it is. The last writer wins.
     * The table's files and partitions are not touched.
     */
    void alterTable(String database, String table, UnaryOperator<MetastoreTable> change);

    void dropTable(String database, String table, boolean deleteData);

    /** Names as {@link PartitionName} writes them, sorted by the metastore; all of them. */
    List<String> partitionNames(String database, String table);

    /** Names of the partitions that have these values; an empty string stands for any value. */
    List<String> partitionNames(String database, String table, List<String> values);

    /**
     * Partitions that fulfil a metastore filter such as {@code year = 2024 and region = "eu"}. Which types and operators it understands differs by
     * version and database; what it refuses comes back as empty, and the caller lists names and prunes them itself.
     */
    Optional<List<MetastorePartition>> partitionsByFilter(String database, String table, String filter);

    /** The partitions among these names that exist, fetched in chunks of bounded size. */
    List<MetastorePartition> partitionsByName(String database, String table, Collection<String> names);

    /**
     * Makes sure that each of these partitions is registered at its location. A partition that exists already at the same location is left as it is;
     * at another location it is the error {@code PARTITION_LOCATION_CONFLICT} and none of its chunk is added. Safe to repeat.
     *
     * @return how many were new
     */
    int addPartitions(MetastoreTable table, List<MetastorePartition> partitions);

    /** Like {@link #alterTable}, for partitions that must exist; in chunks of bounded size. */
    void alterPartitions(MetastoreTable table, Collection<String> names, UnaryOperator<MetastorePartition> change);

    /** Unregisters those of the partitions that exist. */
    void dropPartitions(String database, String table, Collection<String> names, boolean deleteData);

    /** Statistics of those of the columns that have any. */
    List<MetastoreColumnStatistics> tableStatistics(String database, String table, List<String> columns);

    /** Statistics by partition name. */
    Map<String, List<MetastoreColumnStatistics>> partitionStatistics(
            String database, String table, List<String> columns, Collection<String> partitionNames);

    void updateTableStatistics(String database, String table, List<MetastoreColumnStatistics> statistics);

    void updatePartitionStatistics(
            String database, String table, String partitionName, List<MetastoreColumnStatistics> statistics);

    List<String> functionNames(String database);

    /** Empty also where there is no such database. */
    Optional<MetastoreFunction> findFunction(String database, String function);

    void createFunction(MetastoreFunction function);

    /** Gives an existing function another class, owner and jars. The last writer wins. */
    void alterFunction(MetastoreFunction function);

    void dropFunction(String database, String function);

    /** Requests sent so far, by kind. */
    Map<MetastoreCall, Long> callCounts();

    @Override
    void close();
}
