package io.blink.core.spi.connector;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import java.util.List;

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

    /** Job master: what there is to read. */
    SplitSource splits(ConnectorHandle scan);

    /** Worker: reads one split. */
    SplitReader reader(ConnectorHandle scan, ReaderContext context);

    /** Worker: writes the rows of one task. */
    TableWriter writer(ConnectorHandle sink, WriterContext context);

    /** Job master: makes visible what the writers prepared. */
    Committer committer(ConnectorHandle sink, CommitterContext context);

    @Override
    void close();
}
