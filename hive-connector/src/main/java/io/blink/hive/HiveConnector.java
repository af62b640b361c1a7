package io.blink.hive;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.AnalyzedStatistics;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.PartitionFolders;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.catalog.HiveTables;
import io.blink.hive.commit.HiveCommitter;
import io.blink.hive.commit.WriteHandle;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastoreClients;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.partition.PartitionFolderSearch;
import io.blink.hive.read.HiveScans;
import io.blink.hive.read.HiveTableSource;
import io.blink.hive.write.HiveAnalysis;
import io.blink.hive.write.HiveFileMerger;
import io.blink.hive.write.HiveTableSink;
import io.blink.hive.write.HiveTableWriter;
import java.util.List;

/** Hive tables behind core's connector SPI. Planning and committing talk to the metastore, and scans that follow their table. */
public final class HiveConnector implements Connector {
    private final FileSystems fileSystems;
    private final MetastoreClients clients;
    private final HiveScans scans;

    /** @param clients are closed with the connector */
    public HiveConnector(FileSystems fileSystems, MetastoreClients clients) {
        this.fileSystems = fileSystems;
        this.clients = clients;
        this.scans = new HiveScans(fileSystems, clients);
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        HiveFileFormat.refuseOwnSchema(table.options(), "table " + table.path());
        throw new BlinkException(
                HiveErrorCode.INVALID_TABLE,
                "Table " + table.path() + " has no columns; a Hive table must declare them");
    }

    @Override
    public TableSource source(CatalogTable table) {
        MetastoreReference metastore = metastore(table);
        MetastoreClient client = clients.get(metastore);
        return new HiveTableSource(find(table, client), metastore, client, table.options(), fileSystems);
    }

    @Override
    public TableSink sink(CatalogTable table) {
        MetastoreReference metastore = metastore(table);
        return new HiveTableSink(find(table, clients.get(metastore)), metastore, table.options());
    }

    private static MetastoreReference metastore(CatalogTable table) {
        String json = table.options().get(HiveTableOptions.METASTORE.key());
        if (json == null) {
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    "Table " + table.path()
                            + " has 'connector' = 'hive' but is not in a Hive catalog; CREATE CATALOG h WITH ('type' ="
                            + " 'hive', …) and create it there");
        }
        return MetastoreReference.parse(json);
    }

    private static MetastoreTable find(CatalogTable table, MetastoreClient client) {
        return client.findTable(
                        HiveTables.lower(table.path().database()),
                        HiveTables.lower(table.path().table()))
                .orElseThrow(() ->
                        new BlinkException(HiveErrorCode.TABLE_NOT_FOUND, "Table " + table.path() + " does not exist"));
    }

    @Override
    public boolean keepsStatistics() {
        return true;
    }

    @Override
    public void setStatistics(CatalogTable table, AnalyzedStatistics statistics) {
        MetastoreClient client = clients.get(metastore(table));
        MetastoreTable found = find(table, client);
        HiveTables.refuseTransactional(found.parameters(), found.qualifiedName());
        new HiveAnalysis(found, HiveTableSchema.of(found), client, fileSystems).note(statistics);
    }

    @Override
    public PartitionFolders partitionFolders(CatalogTable table) {
        MetastoreClient client = clients.get(metastore(table));
        MetastoreTable found = find(table, client);
        HiveTables.refuseTransactional(found.parameters(), found.qualifiedName());
        List<Field> keys = HiveTables.columns(found).stream()
                .skip(found.storage().columns().size())
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        return new PartitionFolderSearch(found, keys, client, fileSystems).search();
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        return scans.splits(scan, null);
    }

    @Override
    public SplitSource splits(ConnectorHandle scan, String position) {
        return scans.splits(scan, position);
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        return scans.reader(scan, context);
    }

    @Override
    public TableWriter writer(ConnectorHandle sink, WriterContext context) {
        WriteHandle handle = WriteHandle.read(sink);
        return handle.role() == WriteHandle.Role.MERGE
                ? new HiveFileMerger(handle, context, fileSystems)
                : new HiveTableWriter(handle, context, fileSystems);
    }

    @Override
    public Committer committer(ConnectorHandle sink, CommitterContext context) {
        WriteHandle handle = WriteHandle.read(sink);
        return new HiveCommitter(handle, context, fileSystems, clients.get(handle.metastore()));
    }

    @Override
    public void close() {
        clients.close();
    }
}
