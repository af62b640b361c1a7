package io.blink.hive.catalog;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogDatabase;
import io.blink.core.spi.catalog.CatalogFunction;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastoreDatabase;
import io.blink.hive.metastore.MetastoreFunction;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A metastore as a catalog. Holds nothing itself: every call asks the metastore, so that what others change is seen at once. Names are stored in lower
 * case, as Hive does.
 */
public final class HiveCatalog implements Catalog {
    private final String name;
    private final String defaultDatabase;
    private final MetastoreReference metastore;
    private final MetastoreClient client;

    /** @param client is closed with the catalog */
    public HiveCatalog(String name, String defaultDatabase, MetastoreReference metastore, MetastoreClient client) {
        this.name = requireNonNull(name, "name");
        this.defaultDatabase = requireNonNull(defaultDatabase, "defaultDatabase");
        this.metastore = requireNonNull(metastore, "metastore");
        this.client = requireNonNull(client, "client");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String defaultDatabase() {
        return defaultDatabase;
    }

    @Override
    public Optional<String> defaultConnector() {
        return Optional.of(HiveTables.CONNECTOR);
    }

    @Override
    public List<String> listDatabases() {
        return client.databaseNames().stream().sorted().toList();
    }

    @Override
    public Optional<CatalogDatabase> database(String database) {
        return client.findDatabase(HiveTables.lower(database))
                .map(found -> new CatalogDatabase(
                        found.name(),
                        found.comment().orElse(null),
                        found.location().orElse(null),
                        TableParameters.userProperties(found.parameters())));
    }

    @Override
    public void createDatabase(CatalogDatabase database) {
        client.createDatabase(new MetastoreDatabase(
                HiveTables.lower(database.name()),
                Optional.ofNullable(database.comment()),
                Optional.ofNullable(database.location()),
                database.properties()));
    }

    @Override
    public void dropDatabase(String database, boolean cascade) {
        client.dropDatabase(HiveTables.lower(database), cascade);
    }

    @Override
    public List<String> listTables(String database) {
        return client.tableNames(HiveTables.lower(database)).stream().sorted().toList();
    }

    @Override
    public Optional<CatalogTable> table(String database, String table) {
        return client.findTable(HiveTables.lower(database), HiveTables.lower(table))
                .map(this::toCatalog);
    }

    private CatalogTable toCatalog(MetastoreTable table) {
        if (GenericTables.isGeneric(table)) {
            return GenericTables.toCatalog(table, name);
        }
        String flinkConnector = table.parameters().get(TableParameters.FLINK_CONNECTOR);
        if (flinkConnector != null) {
            throw new BlinkException(
                    HiveErrorCode.UNSUPPORTED_FORMAT,
                    "Table " + table.qualifiedName() + " was put into the metastore by Flink for its connector '"
                            + flinkConnector
                            + "'; create it again under another name with Blink's CREATE TABLE … WITH (…)");
        }
        return HiveTables.toCatalog(table, name, metastore);
    }

    @Override
    public List<String> listFunctions(String database) {
        return client.functionNames(HiveTables.lower(database)).stream()
                .sorted()
                .toList();
    }

    @Override
    public Optional<CatalogFunction> function(String database, String function) {
        return client.findFunction(HiveTables.lower(database), HiveTables.lower(function))
                .map(found -> new CatalogFunction(
                        new TablePath(name, found.database(), found.name()), found.className(), found.jars()));
    }

    @Override
    public void createFunction(CatalogFunction function) {
        client.createFunction(toMetastore(function));
    }

    @Override
    public void alterFunction(CatalogFunction function) {
        client.alterFunction(toMetastore(function));
    }

    private MetastoreFunction toMetastore(CatalogFunction function) {
        return new MetastoreFunction(
                HiveTables.lower(function.path().database()),
                HiveTables.lower(function.path().table()),
                function.className(),
                metastore.user(),
                function.jars());
    }

    @Override
    public void dropFunction(TablePath path) {
        client.dropFunction(HiveTables.lower(path.database()), HiveTables.lower(path.table()));
    }

    @Override
    public void createTable(CatalogTable table) {
        boolean hives = table.isView() || HiveTables.CONNECTOR.equalsIgnoreCase(table.connector());
        client.createTable(
                hives
                        ? HiveTables.toMetastore(table, metastore.user())
                        : GenericTables.toMetastore(table, metastore.user()));
    }

    @Override
    public void dropTable(TablePath path) {
        client.dropTable(HiveTables.lower(path.database()), HiveTables.lower(path.table()), true);
    }

    @Override
    public void renameTable(TablePath path, String newName) {
        MetastoreTable found = existing(path);
        HiveTables.refuseTransactional(found.parameters(), found.qualifiedName());
        client.alterTable(found.database(), found.name(), table -> table.withName(HiveTables.lower(newName)));
    }

    @Override
    public void alterTable(CatalogTable changed) {
        MetastoreTable found = existing(changed.path());
        HiveTables.refuseTransactional(found.parameters(), found.qualifiedName());
        client.alterTable(
                found.database(),
                found.name(),
                table -> GenericTables.isGeneric(table)
                        ? GenericTables.changed(table, changed)
                        : HiveTables.changed(table, changed));
    }

    @Override
    public void addPartitions(
            TablePath path, List<Map<String, String>> partitions, List<String> locations, boolean ifNotExists) {
        new PartitionChanges(client, existing(path)).add(partitions, locations, ifNotExists);
    }

    @Override
    public void dropPartitions(TablePath path, List<Map<String, String>> partitions, boolean ifExists) {
        new PartitionChanges(client, existing(path)).drop(partitions, ifExists);
    }

    private MetastoreTable existing(TablePath path) {
        return client.findTable(HiveTables.lower(path.database()), HiveTables.lower(path.table()))
                .orElseThrow(
                        () -> new BlinkException(HiveErrorCode.TABLE_NOT_FOUND, "Table " + path + " does not exist"));
    }

    @Override
    public List<String> listPartitions(TablePath path) {
        MetastoreTable found = existing(path);
        String database = found.database();
        String table = found.name();
        if (found.partitionColumns().isEmpty()) {
            throw new BlinkException(HiveErrorCode.INVALID_TABLE, "Table " + path + " is not partitioned");
        }
        return client.partitionNames(database, table).stream().sorted().toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
