package io.blink.state.table;

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
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.TableDescription;
import io.blink.state.checkpoint.TableKind;
import io.blink.state.record.Expiry;
import io.blink.state.record.RecordLayout;
import io.blink.state.record.TableCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The tables of one operator of one task attempt, and their checkpoints. */
final class PagedStateStore implements KeyedStateStore {
    private static final String NEXT_PAGE = "nextPage";

    private final StateScope scope;
    private final FileSystem fileSystem;
    private final LongSupplier clock;
    private final StoreMemory memory;
    private final Versions versions;
    private final TableCatalog catalog;
    private final CheckpointWriter writer;
    private final SnapshotPages snapshotPages;
    /** Records by table id and namespace. */
    private final Map<Integer, TreeMap<Long, RecordTable>> records = new HashMap<>();

    private final Map<Integer, Expiry> expiries = new HashMap<>();
    /** What {@link #open} gave, by kind and table id. */
    private final Map<TableKey, Object> open = new HashMap<>();

    private List<Map<String, Long>> restoredAttributes = List.of();

    private record TableKey(int table, long namespace) {}

    PagedStateStore(StateScope scope, FileSystem fileSystem, MemoryPool pool, LongSupplier clock) {
        this.clock = clock;
        this.scope = scope;
        this.fileSystem = fileSystem;
        memory = new StoreMemory(pool, scope.owner());
        versions = new Versions(memory);
        catalog = new TableCatalog(scope.owner(), TableCatalog.PAGES);
        writer = new CheckpointWriter(
                fileSystem,
                scope.directory(),
                scope.attempt(),
                scope.subtask(),
                scope.parallelism(),
                scope.keyGroups());
        snapshotPages = new SnapshotPages(scope);
    }

    // ---- Restoring

    @Override
    public void restore(List<String> handles) {
        StoreRestoring restoring = new StoreRestoring(scope, fileSystem, writer, snapshotPages, catalog, this::records);
        List<StateHandle> parsed = restoring.parse(handles);
        restoredAttributes = parsed.stream().map(StateHandle::attributes).toList();
        for (Map<String, Long> attributes : restoredAttributes) {
            versions.restorePageIds(attributes.getOrDefault(NEXT_PAGE, 1L));
        }
        restoring.restore(parsed);
        records.values().forEach(namespaces -> namespaces.values().forEach(RecordTable::restored));
    }

    @Override
    public List<Map<String, Long>> restoredAttributes() {
        return restoredAttributes;
    }

    // ---- Tables

    @Override
    public ValueTable valueTable(TableSchema schema, long namespace) {
        TableDescription table = open(schema, TableKind.VALUE);
        return opened(
                ValueTable.class,
                table,
                namespace,
                () -> new PagedValueTable(
                        hashed(table, namespace), table.subkeyTypes().size()));
    }

    @Override
    public ListTable listTable(TableSchema schema, long namespace) {
        TableDescription lengths = open(schema, TableKind.LIST);
        TableDescription elements = open(schema, TableKind.LIST_ELEMENT);
        return opened(
                ListTable.class,
                lengths,
                namespace,
                () -> new PagedListTable(hashed(lengths, namespace), hashed(elements, namespace)));
    }

    @Override
    public SortedMapTable sortedMapTable(TableSchema schema, long namespace) {
        TableDescription table = open(schema, TableKind.SORTED_MAP);
        return opened(
                SortedMapTable.class,
                table,
                namespace,
                () -> new PagedSortedMapTable(
                        ordered(table, namespace), table.keyTypes().size()));
    }

    @Override
    public Timers timers(TableSchema schema) {
        TableDescription table = open(schema, TableKind.TIMER);
        return opened(Timers.class, table, 0, () -> new PagedTimers(ordered(table, 0)));
    }

    private TableDescription open(TableSchema schema, TableKind kind) {
        TableDescription table = catalog.open(schema, kind);
        if (schema.timeToLiveMillis() > 0) {
            expiry(table).timeToLive(schema.timeToLiveMillis());
        }
        return table;
    }

    private Expiry expiry(TableDescription table) {
        return expiries.computeIfAbsent(
                table.id(), id -> new Expiry(clock, TableCatalog.layout(table).timeOffset()));
    }

    private <T> T opened(Class<T> type, TableDescription table, long namespace, Supplier<T> maker) {
        Object known = open.computeIfAbsent(new TableKey(table.id(), namespace), key -> maker.get());
        return type.cast(known);
    }

    private HashedRecords hashed(TableDescription table, long namespace) {
        return (HashedRecords) records(table, namespace);
    }

    private OrderedRecords ordered(TableDescription table, long namespace) {
        return (OrderedRecords) records(table, namespace);
    }

    private RecordTable records(TableDescription table, long namespace) {
        return records.computeIfAbsent(table.id(), id -> new TreeMap<>())
                .computeIfAbsent(namespace, key -> newRecords(table, namespace));
    }

    private RecordTable newRecords(TableDescription table, long namespace) {
        RecordLog log = new RecordLog(table.id(), namespace, scope.keyGroups(), versions, expiry(table));
        RecordLayout layout = TableCatalog.layout(table);
        return switch (table.kind()) {
            case VALUE -> new HashedRecords(layout, log, !table.subkeyTypes().isEmpty());
            case LIST -> new HashedRecords(layout, log, false);
            case LIST_ELEMENT -> new HashedRecords(layout, log, true);
            case SORTED_MAP, TIMER -> new OrderedRecords(layout, log, TableCatalog.orderKeys(table));
        };
    }

    @Override
    public long[] namespaces(String table) {
        return catalog.tables().stream()
                .filter(description -> description.name().equals(table))
                .flatMap(description -> records.getOrDefault(description.id(), new TreeMap<>()).keySet().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public void drop(String table, long namespace) {
        for (TableDescription description : catalog.tables()) {
            if (description.name().equals(table) && records.containsKey(description.id())) {
                RecordTable dropped = records.get(description.id()).remove(namespace);
                if (dropped != null) {
                    dropped.release();
                }
                open.remove(new TableKey(description.id(), namespace));
            }
        }
    }

    // ---- Checkpoints

    @Override
    public StateSnapshot snapshot(Map<String, Long> attributes) {
        List<LogCapture> captures = new ArrayList<>();
        for (TreeMap<Long, RecordTable> namespaces : records.values()) {
            namespaces.values().forEach(table -> captures.add(table.log().capture()));
        }
        Map<String, Long> all = new HashMap<>(attributes);
        all.put(NEXT_PAGE, versions.nextPageId());
        return new PagedSnapshot(versions.end(), captures, catalog.tables(), all, snapshotPages, writer);
    }

    @Override
    public long retainedBytes() {
        versions.settle();
        return memory.bytes();
    }

    @Override
    public void close() {
        records.clear();
        open.clear();
        memory.close();
    }
}
