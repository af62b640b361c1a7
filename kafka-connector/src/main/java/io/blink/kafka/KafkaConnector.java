package io.blink.kafka;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitReaders;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.kafka.sink.KafkaTableSink;
import io.blink.kafka.sink.RecordWriter;
import io.blink.kafka.sink.SinkHandle;
import io.blink.kafka.sink.TransactionCommitter;
import io.blink.kafka.source.KafkaReaders;
import io.blink.kafka.source.KafkaTableSource;
import io.blink.kafka.table.TableDefinition;
import java.util.List;

/** Tables over topics, of one of the two connectors. */
final class KafkaConnector implements Connector {
    private final String name;
    private final boolean upsert;

    KafkaConnector(String name, boolean upsert) {
        this.name = name;
        this.upsert = upsert;
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        throw new BlinkException(
                KafkaErrorCode.INVALID_TABLE,
                "Table " + table.path() + " of connector '" + name + "' must declare its columns.");
    }

    @Override
    public TableSource source(CatalogTable table) {
        return new KafkaTableSource(name, TableDefinition.of(table, upsert));
    }

    @Override
    public TableSink sink(CatalogTable table) {
        return new KafkaTableSink(name, TableDefinition.of(table, upsert));
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        return KafkaReaders.splits(scan);
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        return readers(scan).open(context);
    }

    @Override
    public SplitReaders readers(ConnectorHandle scan) {
        return KafkaReaders.readers(scan);
    }

    @Override
    public TableWriter writer(ConnectorHandle sink, WriterContext context) {
        return RecordWriter.of(PlanJson.read(sink.json(), SinkHandle.class), context);
    }

    @Override
    public Committer committer(ConnectorHandle sink, CommitterContext context) {
        return new TransactionCommitter(PlanJson.read(sink.json(), SinkHandle.class), context);
    }

    @Override
    public void close() {}
}
