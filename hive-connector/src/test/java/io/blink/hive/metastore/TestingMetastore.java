package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.CrashPoint;
import io.blink.hive.HiveErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A metastore in memory that keeps the contract, counts calls and can be told to fail before or after any of them. */
public final class TestingMetastore implements MetastoreClient {
    private static final int PARTITIONS_PER_REQUEST = 10;
    private static final Set<String> CHANGES = Set.of(
            "createDatabase",
            "dropDatabase",
            "createFunction",
            "alterFunction",
            "dropFunction",
            "createTable",
            "alterTable",
            "dropTable",
            "addPartitions",
            "alterPartitions",
            "dropPartitions");

    private static final class StoredTable {
        MetastoreTable table;
        final Map<String, MetastorePartition> partitions = new TreeMap<>();
        final Map<String, MetastoreColumnStatistics> statistics = new LinkedHashMap<>();
        final Map<String, Map<String, MetastoreColumnStatistics>> partitionStatistics = new HashMap<>();
    }

    private final Map<String, MetastoreDatabase> databases = new TreeMap<>();
    private final Map<String, StoredTable> tables = new TreeMap<>();
    private final Map<String, MetastoreFunction> functions = new TreeMap<>();
    private final Map<MetastoreCall, Long> counts = new EnumMap<>(MetastoreCall.class);
    private Consumer<MetastoreCall> before = call -> {};
    private Consumer<MetastoreCall> after = call -> {};

    public TestingMetastore() {
        databases.put(
                "default",
                new MetastoreDatabase("default", Optional.empty(), Optional.of("file:///warehouse"), Map.of()));
    }

    /** This metastore as a process sees it that crashes at some point: changes count, and a dead process sees nothing. */
    public MetastoreClient seenBy(CrashPoint crash) {
        return (MetastoreClient) Proxy.newProxyInstance(
                MetastoreClient.class.getClassLoader(),
                new Class<?>[] {MetastoreClient.class},
                (proxy, method, arguments) -> {
                    if (!CHANGES.contains(method.getName())) {
                        crash.look();
                        return invoke(method, arguments);
                    }
                    return crash.change("metastore " + method.getName(), () -> invoke(method, arguments));
                });
    }

    private Object invoke(Method method, Object[] arguments) {
        try {
            return method.invoke(this, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs before each call takes effect; what it throws, the caller gets. */
    public void before(Consumer<MetastoreCall> action) {
        before = action;
    }

    /** Runs after each call took effect; what it throws, the caller gets instead of the answer. */
    public void after(Consumer<MetastoreCall> action) {
        after = action;
    }

    private void enter(MetastoreCall call) {
        before.accept(call);
        counts.merge(call, 1L, Long::sum);
    }

    @Override
    public synchronized List<String> databaseNames() {
        enter(MetastoreCall.GET_ALL_DATABASES);
        return List.copyOf(databases.keySet());
    }

    @Override
    public synchronized Optional<MetastoreDatabase> findDatabase(String database) {
        enter(MetastoreCall.GET_DATABASE);
        return Optional.ofNullable(databases.get(database));
    }

    @Override
    public synchronized void createDatabase(MetastoreDatabase database) {
        enter(MetastoreCall.CREATE_DATABASE);
        if (databases.putIfAbsent(database.name(), database) != null) {
            throw new BlinkException(
                    HiveErrorCode.DATABASE_ALREADY_EXISTS, "Database " + database.name() + " exists already");
        }
        after.accept(MetastoreCall.CREATE_DATABASE);
    }

    @Override
    public synchronized void dropDatabase(String database, boolean cascade) {
        enter(MetastoreCall.DROP_DATABASE);
        requireDatabase(database);
        boolean empty = tables.keySet().stream().noneMatch(name -> name.startsWith(database + "."));
        if (!empty && !cascade) {
            throw new BlinkException(HiveErrorCode.DATABASE_NOT_EMPTY, "Database " + database + " has tables");
        }
        tables.keySet().removeIf(name -> name.startsWith(database + "."));
        databases.remove(database);
        after.accept(MetastoreCall.DROP_DATABASE);
    }

    private void requireDatabase(String database) {
        if (!databases.containsKey(database)) {
            throw new BlinkException(HiveErrorCode.DATABASE_NOT_FOUND, "Database " + database + " does not exist");
        }
    }

    @Override
    public synchronized List<String> functionNames(String database) {
        enter(MetastoreCall.GET_FUNCTION_NAMES);
        return functions.values().stream()
                .filter(function -> function.database().equals(database))
                .map(MetastoreFunction::name)
                .toList();
    }

    @Override
    public synchronized Optional<MetastoreFunction> findFunction(String database, String function) {
        enter(MetastoreCall.GET_FUNCTION);
        return Optional.ofNullable(functions.get(database + "." + function));
    }

    @Override
    public synchronized void createFunction(MetastoreFunction function) {
        enter(MetastoreCall.CREATE_FUNCTION);
        requireDatabase(function.database());
        if (functions.putIfAbsent(function.qualifiedName(), function) != null) {
            throw new BlinkException(
                    HiveErrorCode.FUNCTION_ALREADY_EXISTS, "Function " + function.qualifiedName() + " exists already");
        }
        after.accept(MetastoreCall.CREATE_FUNCTION);
    }

    @Override
    public synchronized void alterFunction(MetastoreFunction function) {
        enter(MetastoreCall.ALTER_FUNCTION);
        requireFunction(functions.replace(function.qualifiedName(), function), function.qualifiedName());
        after.accept(MetastoreCall.ALTER_FUNCTION);
    }

    @Override
    public synchronized void dropFunction(String database, String function) {
        enter(MetastoreCall.DROP_FUNCTION);
        requireFunction(functions.remove(database + "." + function), database + "." + function);
        after.accept(MetastoreCall.DROP_FUNCTION);
    }

    private static void requireFunction(MetastoreFunction before, String name) {
        if (before == null) {
            throw new BlinkException(HiveErrorCode.FUNCTION_NOT_FOUND, "Function " + name + " does not exist");
        }
    }

    @Override
    public synchronized List<String> tableNames(String database) {
        enter(MetastoreCall.GET_ALL_TABLES);
        return tables.values().stream()
                .filter(stored -> stored.table.database().equals(database))
                .map(stored -> stored.table.name())
                .toList();
    }

    @Override
    public synchronized List<String> viewNames(String database) {
        enter(MetastoreCall.GET_TABLES_BY_TYPE);
        return tables.values().stream()
                .map(stored -> stored.table)
                .filter(table -> table.database().equals(database) && table.kind() == TableKind.VIEW)
                .map(MetastoreTable::name)
                .toList();
    }

    @Override
    public synchronized Optional<MetastoreTable> findTable(String database, String table) {
        enter(MetastoreCall.GET_TABLE);
        return Optional.ofNullable(tables.get(database + "." + table)).map(stored -> stored.table);
    }

    @Override
    public synchronized void createTable(MetastoreTable table) {
        enter(MetastoreCall.CREATE_TABLE);
        requireDatabase(table.database());
        StoredTable stored = new StoredTable();
        stored.table = table;
        if (table.storage().location().isEmpty() && !table.kind().isView()) {
            String parent = databases.get(table.database()).location().orElse("file:///warehouse");
            stored.table = table.withStorage(table.storage().withLocation(parent + "/" + table.name()));
        }
        if (tables.putIfAbsent(table.qualifiedName(), stored) != null) {
            throw new BlinkException(
                    HiveErrorCode.TABLE_ALREADY_EXISTS, "Table " + table.qualifiedName() + " exists already");
        }
        after.accept(MetastoreCall.CREATE_TABLE);
    }

    @Override
    public synchronized void alterTable(String database, String table, UnaryOperator<MetastoreTable> change) {
        enter(MetastoreCall.ALTER_TABLE);
        StoredTable stored = require(database, table);
        stored.table = change.apply(stored.table);
        tables.remove(database + "." + table);
        tables.put(stored.table.qualifiedName(), stored);
        after.accept(MetastoreCall.ALTER_TABLE);
    }

    @Override
    public synchronized void dropTable(String database, String table, boolean deleteData) {
        enter(MetastoreCall.DROP_TABLE);
        require(database, table);
        tables.remove(database + "." + table);
        after.accept(MetastoreCall.DROP_TABLE);
    }

    @Override
    public synchronized List<String> partitionNames(String database, String table) {
        enter(MetastoreCall.GET_PARTITION_NAMES);
        return List.copyOf(require(database, table).partitions.keySet());
    }

    @Override
    public synchronized List<String> partitionNames(String database, String table, List<String> values) {
        enter(MetastoreCall.GET_PARTITION_NAMES_BY_VALUES);
        List<String> names = new ArrayList<>();
        require(database, table).partitions.forEach((name, partition) -> {
            boolean matches = true;
            for (int i = 0; i < values.size(); i++) {
                matches &= values.get(i).isEmpty()
                        || values.get(i).equals(partition.values().get(i));
            }
            if (matches) {
                names.add(name);
            }
        });
        return names;
    }

    /** Always refuses: pruning must work without. */
    @Override
    public synchronized Optional<List<MetastorePartition>> partitionsByFilter(
            String database, String table, String filter) {
        enter(MetastoreCall.GET_PARTITIONS_BY_FILTER);
        return Optional.empty();
    }

    @Override
    public synchronized List<MetastorePartition> partitionsByName(
            String database, String table, Collection<String> names) {
        StoredTable stored = require(database, table);
        for (int sent = 0; sent < names.size(); sent += PARTITIONS_PER_REQUEST) {
            enter(MetastoreCall.GET_PARTITIONS_BY_NAMES);
        }
        return names.stream()
                .filter(stored.partitions::containsKey)
                .map(stored.partitions::get)
                .toList();
    }

    @Override
    public synchronized int addPartitions(MetastoreTable table, List<MetastorePartition> partitions) {
        StoredTable stored = require(table.database(), table.name());
        int added = 0;
        for (int from = 0; from < partitions.size(); from += PARTITIONS_PER_REQUEST) {
            List<MetastorePartition> chunk =
                    partitions.subList(from, Math.min(partitions.size(), from + PARTITIONS_PER_REQUEST));
            enter(MetastoreCall.ADD_PARTITIONS);
            chunk.forEach(partition -> requireSameLocation(stored, partition));
            for (MetastorePartition partition : chunk) {
                added += stored.partitions.putIfAbsent(name(table, partition), partition) == null ? 1 : 0;
            }
            after.accept(MetastoreCall.ADD_PARTITIONS);
        }
        return added;
    }

    private static void requireSameLocation(StoredTable stored, MetastorePartition wanted) {
        MetastorePartition found = stored.partitions.get(name(stored.table, wanted));
        if (found != null
                && !MetastoreLocation.same(
                        found.storage().location().orElse(""),
                        wanted.storage().location().orElse(""))) {
            throw new BlinkException(
                    HiveErrorCode.PARTITION_LOCATION_CONFLICT,
                    "Partition " + name(stored.table, wanted) + " is registered at "
                            + found.storage().location());
        }
    }

    @Override
    public synchronized void alterPartitions(
            MetastoreTable table, Collection<String> names, UnaryOperator<MetastorePartition> change) {
        enter(MetastoreCall.ALTER_PARTITIONS);
        StoredTable stored = require(table.database(), table.name());
        for (String name : names) {
            if (stored.partitions.computeIfPresent(name, (key, old) -> change.apply(old)) == null) {
                throw new BlinkException(HiveErrorCode.PARTITION_NOT_FOUND, "Partition " + name + " does not exist");
            }
        }
        after.accept(MetastoreCall.ALTER_PARTITIONS);
    }

    @Override
    public synchronized void dropPartitions(
            String database, String table, Collection<String> names, boolean deleteData) {
        enter(MetastoreCall.DROP_PARTITIONS);
        require(database, table).partitions.keySet().removeAll(new TreeSet<>(names));
        after.accept(MetastoreCall.DROP_PARTITIONS);
    }

    @Override
    public synchronized List<MetastoreColumnStatistics> tableStatistics(
            String database, String table, List<String> columns) {
        enter(MetastoreCall.GET_TABLE_STATISTICS);
        Map<String, MetastoreColumnStatistics> statistics = require(database, table).statistics;
        return columns.stream()
                .filter(statistics::containsKey)
                .map(statistics::get)
                .toList();
    }

    @Override
    public synchronized Map<String, List<MetastoreColumnStatistics>> partitionStatistics(
            String database, String table, List<String> columns, Collection<String> partitionNames) {
        enter(MetastoreCall.GET_PARTITIONS_STATISTICS);
        Map<String, List<MetastoreColumnStatistics>> found = new LinkedHashMap<>();
        StoredTable stored = require(database, table);
        for (String name : partitionNames) {
            Map<String, MetastoreColumnStatistics> statistics = stored.partitionStatistics.get(name);
            if (statistics != null) {
                found.put(
                        name,
                        columns.stream()
                                .filter(statistics::containsKey)
                                .map(statistics::get)
                                .toList());
            }
        }
        return found;
    }

    @Override
    public synchronized void updateTableStatistics(
            String database, String table, List<MetastoreColumnStatistics> statistics) {
        enter(MetastoreCall.UPDATE_TABLE_STATISTICS);
        statistics.forEach(column -> require(database, table).statistics.put(column.column(), column));
    }

    @Override
    public synchronized void updatePartitionStatistics(
            String database, String table, String partitionName, List<MetastoreColumnStatistics> statistics) {
        enter(MetastoreCall.UPDATE_PARTITION_STATISTICS);
        Map<String, MetastoreColumnStatistics> kept = require(database, table)
                .partitionStatistics
                .computeIfAbsent(partitionName, ignored -> new LinkedHashMap<>());
        statistics.forEach(column -> kept.put(column.column(), column));
    }

    @Override
    public synchronized Map<MetastoreCall, Long> callCounts() {
        return new EnumMap<>(counts);
    }

    @Override
    public void close() {}

    private StoredTable require(String database, String table) {
        StoredTable stored = tables.get(database + "." + table);
        if (stored == null) {
            throw new BlinkException(
                    HiveErrorCode.TABLE_NOT_FOUND, "Table " + database + "." + table + " does not exist");
        }
        return stored;
    }

    private static String name(MetastoreTable table, MetastorePartition partition) {
        return PartitionName.of(
                table.partitionColumns().stream().map(MetastoreColumn::name).toList(), partition.values());
    }
}
