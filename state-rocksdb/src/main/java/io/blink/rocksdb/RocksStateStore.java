package io.blink.rocksdb;

import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.ListTable;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.spi.state.ValueTable;
import io.blink.state.checkpoint.CheckpointWriter;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.TableDescription;
import io.blink.state.checkpoint.TableKind;
import io.blink.state.record.Expiry;
import io.blink.state.record.TableCatalog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.rocksdb.RocksIterator;

/** The tables of one operator of one task attempt in one database, and their checkpoints. The database is opened by the first call that needs it. */
final class RocksStateStore implements KeyedStateStore {
    private final StateScope scope;
    private final FileSystem fileSystem;
    private final Path folder;
    private final LongSupplier clock;
    private final RocksMemory memory;
    private final TableCatalog catalog;
    private final CheckpointWriter writer;
    private final SnapshotFiles files;
    private final Map<Integer, Expiry> expiries = new HashMap<>();
    /** What {@link #opened} gave, by table id and namespace. */
    private final Map<TableKey, Object> open = new HashMap<>();
    /** Tables of {@link #open}, those of lists included. */
    private final Map<TableKey, RocksValueTable> valueTables = new HashMap<>();

    private List<Map<String, Long>> restoredAttributes = List.of();
    private RocksDatabase database;
    private long folders;
    private LinkedFiles latest;
    private RocksSnapshot waiting;

    private record TableKey(int table, long namespace) {}

    RocksStateStore(StateScope scope, FileSystem fileSystem, MemoryPool pool, Path folder, LongSupplier clock) {
        this.scope = scope;
        this.fileSystem = fileSystem;
        this.folder = folder;
        this.clock = clock;
        memory = new RocksMemory(pool, scope.owner());
        catalog = new TableCatalog(scope.owner(), TableCatalog.ROCKSDB);
        writer = new CheckpointWriter(
                fileSystem,
                scope.directory(),
                scope.attempt(),
                scope.subtask(),
                scope.parallelism(),
                scope.keyGroups());
        files = new SnapshotFiles(KeyGroups.of(scope.subtask(), scope.parallelism(), scope.keyGroups()));
    }

    private RocksDatabase database() {
        if (database == null) {
            database = new RocksDatabase(folder.resolve("database"), memory.bytes());
        }
        return database;
    }

    private Path newFolder() {
        return folder.resolve("files-" + ++folders);
    }

    // ---- Restoring

    @Override
    public void restore(List<String> json) {
        RocksRestoring restoring = new RocksRestoring(scope, fileSystem, catalog);
        List<StateHandle> handles = restoring.parse(json);
        restoredAttributes = handles.stream().map(StateHandle::attributes).toList();
        if (handles.size() == 1 && restoring.isOwn(handles.get(0))) {
            restoring.takeOver(handles.get(0), folder.resolve("database"), files, writer);
        } else {
            handles.forEach(handle -> restoring.copy(handle, newFolder(), database()));
        }
        database();
    }

    @Override
    public List<Map<String, Long>> restoredAttributes() {
        return restoredAttributes;
    }

    // ---- Tables

    @Override
    public ValueTable valueTable(TableSchema schema, long namespace) {
        TableDescription table = table(schema, TableKind.VALUE);
        return opened(ValueTable.class, table, namespace, () -> values(table, namespace));
    }

    @Override
    public ListTable listTable(TableSchema schema, long namespace) {
        TableDescription lists = table(schema, TableKind.LIST);
        TableDescription elements = table(schema, TableKind.LIST_ELEMENT);
        return opened(
                ListTable.class,
                lists,
                namespace,
                () -> new RocksListTable(
                        values(lists, namespace),
                        values(elements, namespace),
                        expiry(elements).applies()));
    }

    @Override
    public SortedMapTable sortedMapTable(TableSchema schema, long namespace) {
        TableDescription table = table(schema, TableKind.SORTED_MAP);
        return opened(
                SortedMapTable.class,
                table,
                namespace,
                () -> new RocksSortedMapTable(
                        entries(table, namespace), table.keyTypes().size()));
    }

    @Override
    public Timers timers(TableSchema schema) {
        TableDescription table = table(schema, TableKind.TIMER);
        return opened(Timers.class, table, 0, () -> new RocksTimers(entries(table, 0)));
    }

    private TableDescription table(TableSchema schema, TableKind kind) {
        TableDescription table = catalog.open(schema, kind);
        if (schema.timeToLiveMillis() > 0) {
            expiry(table).timeToLive(schema.timeToLiveMillis());
        }
        return table;
    }

    private Expiry expiry(TableDescription table) {
        return expiries.computeIfAbsent(
                table.id(),
                id -> new Expiry(clock, TableCatalog.valueLayout(table).timeOffset()));
    }

    private <T> T opened(Class<T> type, TableDescription table, long namespace, Supplier<T> maker) {
        TableKey key = new TableKey(table.id(), namespace);
        Object known = open.get(key);
        if (known == null) {
            known = maker.get();
            open.put(key, known);
        }
        return type.cast(known);
    }

    private RocksEntries entries(TableDescription table, long namespace) {
        return new RocksEntries(database(), table, namespace, TableCatalog.valueLayout(table), expiry(table));
    }

    private RocksValueTable values(TableDescription table, long namespace) {
        RocksValueTable values = new RocksValueTable(entries(table, namespace));
        valueTables.put(new TableKey(table.id(), namespace), values);
        return values;
    }

    @Override
    public long[] namespaces(String table) {
        TreeSet<Long> found = new TreeSet<>();
        for (TableDescription description : catalog.tables()) {
            if (description.name().equals(table)) {
                open.keySet().stream()
                        .filter(key -> key.table() == description.id())
                        .forEach(key -> found.add(key.namespace()));
                addStored(description.id(), found);
            }
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    private void addStored(int table, TreeSet<Long> target) {
        try (RocksIterator iterator = database().iterator()) {
            iterator.seek(RocksEntries.prefix(table, Long.MIN_VALUE));
            while (iterator.isValid() && RocksEntries.table(iterator.key()) == table) {
                long namespace = RocksEntries.namespace(iterator.key());
                target.add(namespace);
                iterator.seek(RocksEntries.successor(RocksEntries.prefix(table, namespace)));
            }
            database().check(iterator);
        }
    }

    @Override
    public void drop(String table, long namespace) {
        for (TableDescription description : catalog.tables()) {
            if (description.name().equals(table)) {
                TableKey key = new TableKey(description.id(), namespace);
                open.remove(key);
                valueTables.remove(key);
                byte[] prefix = RocksEntries.prefix(description.id(), namespace);
                database().deleteRange(prefix, RocksEntries.successor(prefix));
            }
        }
    }

    // ---- Checkpoints

    /** Writes what is in memory to the local disk; constant time is not for this backend. */
    @Override
    public StateSnapshot snapshot(Map<String, Long> attributes) {
        if (waiting != null) {
            waiting.abandon();
        }
        valueTables.values().forEach(RocksValueTable::writeHeld);
        if (database().takeChanged() || latest == null) {
            LinkedFiles linked = new LinkedFiles(newFolder());
            database().linkFiles(linked.folder());
            if (latest != null) {
                latest.release();
            }
            latest = linked;
        }
        waiting = new RocksSnapshot(latest, files, writer, catalog.tables(), attributes);
        return waiting;
    }

    @Override
    public long retainedBytes() {
        return memory.bytes();
    }

    @Override
    public void close() {
        open.clear();
        valueTables.clear();
        if (waiting != null) {
            waiting.abandon();
        }
        if (latest != null) {
            latest.release();
        }
        if (database != null) {
            database.close();
        }
        LocalFolders.delete(folder.resolve("database"));
        memory.close();
    }
}
