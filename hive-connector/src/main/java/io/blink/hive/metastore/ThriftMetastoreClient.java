package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.AlterTableRequest;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.DropTableRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Table;

/** {@link MetastoreClient} over Thrift. Databases, partitions and statistics are in classes of their own. */
public final class ThriftMetastoreClient implements MetastoreClient {
    /** Marks what one create request made, so that a repeated request recognises its own work. */
    static final String CREATION_TAG = "blink.creation";

    private final MetastoreSettings settings;
    private final MetastoreRequests requests;
    private final ThriftNames names;
    private final ThriftDatabases databases;
    private final ThriftPartitions partitions;
    private final ThriftStatisticsRequests statistics;
    private final ThriftFunctions functions;

    public ThriftMetastoreClient(MetastoreSettings settings) {
        this(settings, RetryClock.SYSTEM);
    }

    ThriftMetastoreClient(MetastoreSettings settings, RetryClock clock) {
        this.settings = settings;
        this.requests = new MetastoreRequests(settings, clock);
        this.names = new ThriftNames(settings.catalog());
        this.databases = new ThriftDatabases(requests, names);
        this.partitions = new ThriftPartitions(requests, names, settings.partitionsPerRequest());
        this.statistics = new ThriftStatisticsRequests(requests, names, settings.partitionsPerRequest());
        this.functions = new ThriftFunctions(requests, names);
    }

    @Override
    public List<String> databaseNames() {
        return databases.names();
    }

    @Override
    public Optional<MetastoreDatabase> findDatabase(String database) {
        return databases.find(database);
    }

    @Override
    public void createDatabase(MetastoreDatabase database) {
        databases.create(database);
    }

    @Override
    public void dropDatabase(String database, boolean cascade) {
        if (!cascade && !tableNames(database).isEmpty()) {
            throw new BlinkException(
                    HiveErrorCode.DATABASE_NOT_EMPTY,
                    "Database " + database + " has tables; drop them first or use CASCADE");
        }
        databases.drop(database, cascade);
    }

    @Override
    public List<String> functionNames(String database) {
        return functions.names(database);
    }

    @Override
    public Optional<MetastoreFunction> findFunction(String database, String function) {
        return functions.find(database, function);
    }

    @Override
    public void createFunction(MetastoreFunction function) {
        functions.create(function);
    }

    @Override
    public void alterFunction(MetastoreFunction function) {
        functions.alter(function);
    }

    @Override
    public void dropFunction(String database, String function) {
        functions.drop(database, function);
    }

    @Override
    public List<String> tableNames(String database) {
        try {
            return requests.read(
                    MetastoreCall.GET_ALL_TABLES,
                    "database " + database,
                    connection -> connection.send(client -> client.get_all_tables(names.database(database))));
        } catch (BlinkException e) {
            // Metastores before 4 answer for a missing database as for any failure.
            if (e.code() == HiveErrorCode.METASTORE_FAILED
                    && databases.find(database).isEmpty()) {
                throw ThriftDatabases.notFound(database, e);
            }
            throw e;
        }
    }

    @Override
    public List<String> viewNames(String database) {
        return requests.read(
                MetastoreCall.GET_TABLES_BY_TYPE,
                "database " + database,
                connection -> connection.send(client ->
                        client.get_tables_by_type(names.database(database), "*", TableKind.VIEW.metastoreName())));
    }

    @Override
    public Optional<MetastoreTable> findTable(String database, String table) {
        return findRawTable(database, table).map(ThriftObjects::table);
    }

    private Optional<Table> findRawTable(String database, String table) {
        GetTableRequest request = new GetTableRequest(database, table);
        request.setCatName(settings.catalog());
        try {
            return Optional.of(requests.send(
                    MetastoreCall.GET_TABLE,
                    "table " + database + "." + table,
                    (connection, repeated) -> connection.send(
                            client -> client.get_table_req(request).getTable())));
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        } catch (AlreadyExistsException e) {
            throw MetastoreRequests.unexpected("table " + database + "." + table, e);
        }
    }

    @Override
    public void createTable(MetastoreTable table) {
        String tag = UUID.randomUUID().toString();
        Table raw = new Table();
        ThriftObjects.write(table.withParametersAdded(Map.of(CREATION_TAG, tag)), settings.catalog(), raw);
        CreateTableRequest request = new CreateTableRequest(raw);
        String subject = "table " + table.qualifiedName();
        try {
            requests.send(
                    MetastoreCall.CREATE_TABLE,
                    subject,
                    (connection, repeated) -> connection.send(
                            MetastoreCall.CREATE_TABLE,
                            client -> {
                                client.create_table_req(request);
                                return null;
                            },
                            client -> {
                                client.create_table(raw);
                                return null;
                            }));
        } catch (AlreadyExistsException e) {
            if (!tag.equals(findTable(table.database(), table.name())
                    .map(found -> found.parameters().get(CREATION_TAG))
                    .orElse(null))) {
                throw new BlinkException(
                        HiveErrorCode.TABLE_ALREADY_EXISTS, "Table " + table.qualifiedName() + " exists already", e);
            }
        } catch (NoSuchObjectException e) {
            throw ThriftDatabases.notFound(table.database(), e);
        } catch (BlinkException e) {
            // Hive 4 calls a table in a missing database an invalid object.
            if (e.code() == HiveErrorCode.METASTORE_INVALID_OBJECT
                    && databases.find(table.database()).isEmpty()) {
                throw ThriftDatabases.notFound(table.database(), e);
            }
            throw e;
        }
    }

    @Override
    public void alterTable(String database, String table, UnaryOperator<MetastoreTable> change) {
        Table raw = findRawTable(database, table).orElseThrow(() -> tableNotFound(database, table, null));
        ThriftObjects.write(change.apply(ThriftObjects.table(raw)), settings.catalog(), raw);
        EnvironmentContext context = keepStatistics();
        AlterTableRequest request = new AlterTableRequest(database, table, raw);
        request.setCatName(settings.catalog());
        request.setEnvironmentContext(context);
        requests.repeatable(
                MetastoreCall.ALTER_TABLE,
                "table " + database + "." + table,
                connection -> connection.send(
                        MetastoreCall.ALTER_TABLE,
                        client -> {
                            client.alter_table_req(request);
                            return null;
                        },
                        client -> {
                            client.alter_table_with_environment_context(names.database(database), table, raw, context);
                            return null;
                        }),
                e -> tableNotFound(database, table, e));
    }

    /** Tells the metastore not to list the files of what is altered to count their bytes: the one who wrote them has set the figures. */
    static EnvironmentContext keepStatistics() {
        return new EnvironmentContext(Map.of("DO_NOT_UPDATE_STATS", "true"));
    }

    @Override
    public void dropTable(String database, String table, boolean deleteData) {
        DropTableRequest request = new DropTableRequest(database, table);
        request.setCatalogName(settings.catalog());
        request.setDeleteData(deleteData);
        request.setDropPartitions(true);
        requests.repeatable(
                MetastoreCall.DROP_TABLE,
                "table " + database + "." + table,
                connection -> connection.send(
                        MetastoreCall.DROP_TABLE,
                        client -> {
                            client.drop_table_req(request);
                            return null;
                        },
                        client -> {
                            client.drop_table(names.database(database), table, deleteData);
                            return null;
                        }),
                e -> tableNotFound(database, table, e));
    }

    @Override
    public List<String> partitionNames(String database, String table) {
        return partitions.names(database, table);
    }

    @Override
    public List<String> partitionNames(String database, String table, List<String> values) {
        return partitions.names(database, table, values);
    }

    @Override
    public Optional<List<MetastorePartition>> partitionsByFilter(String database, String table, String filter) {
        return partitions.byFilter(database, table, filter);
    }

    @Override
    public List<MetastorePartition> partitionsByName(String database, String table, Collection<String> names) {
        return partitions.byName(database, table, names);
    }

    @Override
    public int addPartitions(MetastoreTable table, List<MetastorePartition> added) {
        return partitions.add(table, added);
    }

    @Override
    public void alterPartitions(
            MetastoreTable table, Collection<String> names, UnaryOperator<MetastorePartition> change) {
        partitions.alter(table, names, change);
    }

    @Override
    public void dropPartitions(String database, String table, Collection<String> names, boolean deleteData) {
        partitions.drop(database, table, names, deleteData);
    }

    @Override
    public List<MetastoreColumnStatistics> tableStatistics(String database, String table, List<String> columns) {
        return statistics.ofTable(database, table, columns);
    }

    @Override
    public Map<String, List<MetastoreColumnStatistics>> partitionStatistics(
            String database, String table, List<String> columns, Collection<String> partitionNames) {
        return new LinkedHashMap<>(statistics.ofPartitions(database, table, columns, new ArrayList<>(partitionNames)));
    }

    @Override
    public void updateTableStatistics(String database, String table, List<MetastoreColumnStatistics> updated) {
        statistics.updateTable(database, table, updated);
    }

    @Override
    public void updatePartitionStatistics(
            String database, String table, String partitionName, List<MetastoreColumnStatistics> updated) {
        statistics.updatePartition(database, table, partitionName, updated);
    }

    @Override
    public Map<MetastoreCall, Long> callCounts() {
        return requests.counts();
    }

    @Override
    public void close() {
        requests.close();
    }

    static BlinkException tableNotFound(String database, String table, Exception cause) {
        return new BlinkException(
                HiveErrorCode.TABLE_NOT_FOUND, "Table " + database + "." + table + " does not exist", cause);
    }
}
