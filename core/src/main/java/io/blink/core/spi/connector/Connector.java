package io.blink.core.spi.connector;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.AnalyzedStatistics;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the tables of one kind. The planner asks for a {@link TableSource} or {@link TableSink}, which put all that the job needs into a
 * {@link ConnectorHandle}; job master and workers, in other processes, make their parts from that handle alone. What a connector does not do it refuses
 * with an error that names table and limit. Safe on any thread; calls may block unless said otherwise.
 */
public interface Connector extends AutoCloseable {
    /** The columns of a table that was declared without any (a footer gives them), or an error saying that columns must be declared. */
    List<ColumnDefinition> inferColumns(CatalogTable table);

    /** Planning: reading a table. */
    TableSource source(CatalogTable table);

    /** Planning: writing a table. */
    TableSink sink(CatalogTable table);

    /** Partitions of a table whose catalog keeps none, as {@code key=value/key=value} in Hive's escaping, sorted. */
    default List<String> listPartitions(CatalogTable table) {
        throw noPartitions(table);
    }

    /**
     * Drops all partitions, with their rows, that have the values of one of these, of a table whose catalog keeps none.
     *
     * @param ifExists whether values that no partition has are passed over; else they are an error and nothing is dropped
     */
    default void dropPartitions(CatalogTable table, List<Map<String, String>> partitions, boolean ifExists) {
        throw noPartitions(table);
    }

    /** The folders of a partitioned table whose catalog keeps its partitions, beside those. Blocks. */
    default PartitionFolders partitionFolders(CatalogTable table) {
        throw new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "The partitions of " + table.path() + " are its folders: there is nothing to repair.");
    }

    /** Whether it keeps what ANALYZE TABLE finds where its sources find it; else the session that ran the statement does. */
    default boolean keepsStatistics() {
        return false;
    }

    /**
     * Replaces what is known of a table, or of those of its partitions that have the given values; those without rows are empty now. What was not looked
     * at stays as it is. Blocks.
     */
    default void setStatistics(CatalogTable table, AnalyzedStatistics statistics) {
        throw new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "Connector '" + table.connector() + "' keeps no statistics, as of " + table.path() + ".");
    }

    private static BlinkException noPartitions(CatalogTable table) {
        return new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "Connector '" + table.connector() + "' keeps no partitions, as of " + table.path()
                        + "; connectors 'filesystem' and 'hive' do.");
    }

    /** Job master: what there is to read. */
    SplitSource splits(ConnectorHandle scan);

    /** Job master: what there is to read behind a {@link SplitSource#position}; {@code null}: all. */
    default SplitSource splits(ConnectorHandle scan, String position) {
        if (position != null) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    "Connector '" + scan.connector() + "' cannot go on at '" + position
                            + "': its splits are found from the start. The state is that of another source.");
        }
        return splits(scan);
    }

    /** Worker: reads one split. */
    SplitReader reader(ConnectorHandle scan, ReaderContext context);

    /** Worker: what reads the splits of one task. Does not block. */
    default SplitReaders readers(ConnectorHandle scan) {
        return context -> reader(scan, context);
    }

    /** Worker: finds rows by key. Does not block. */
    default LookupSource lookup(ConnectorHandle lookup) {
        throw new BlinkException(
                CoreErrorCode.NOT_SUPPORTED, "Connector '" + lookup.connector() + "' finds no rows by their key.");
    }

    /** Worker: writes the rows of one task. */
    TableWriter writer(ConnectorHandle sink, WriterContext context);

    /** Job master: makes visible what the writers prepared. */
    Committer committer(ConnectorHandle sink, CommitterContext context);

    @Override
    void close();
}
