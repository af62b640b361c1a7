package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.aggregate.EntryNumbers;
import io.blink.runtime.operator.aggregate.RowSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Groups in state. Table {@code groups} has for each key what the aggregates know and, where rows go too, how many rows there are; further tables have what single aggregates hold ({@link CallTables}).
 * A batch goes through all of it at once: the work for state is in proportion to the groups that it touches.
 */
final class ChangingGroups {
    private static final DataType COUNT_TYPE = DataType.of(TypeKind.BIGINT).withNullable(true);
    private static final String GROUPS = "groups";

    private final OperatorSpec.GroupAggregate spec;
    /** Whether there is a group without rows: that of an aggregate without keys. */
    private final boolean hasEmptyGroup;

    private final List<CallTables.Placed> calls;
    private final List<DistinctArguments> distinct;
    private final List<DataType> resultTypes;
    private final List<String> tables = new ArrayList<>(List.of(GROUPS));
    private final LongFunction<ValueTable> tableOf;
    private ValueTable table;
    private final int[] keyColumns;
    private final EntryNumbers numbers = new EntryNumbers();
    private final RowSelection selection = new RowSelection();
    private int[] entries = new int[Batch.TARGET_ROWS];
    private boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private long[] hashes = new long[Batch.TARGET_ROWS];

    ChangingGroups(
            OperatorSpec.GroupAggregate spec,
            boolean hasEmptyGroup,
            List<Field> input,
            KeyedStateStore store,
            FunctionSite functions) {
        this.spec = spec;
        this.hasEmptyGroup = hasEmptyGroup;
        keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        List<DataType> keyTypes =
                spec.groupKeys().stream().map(key -> input.get(key).type()).toList();
        CallTables placed = new CallTables(spec, keyTypes, store, functions);
        calls = placed.calls();
        distinct = placed.distinct();
        tables.addAll(placed.tables());
        resultTypes = spec.calls().stream().map(call -> call.type()).toList();
        List<DataType> stored = new ArrayList<>(spec.retracts() ? List.of(COUNT_TYPE) : List.of());
        calls.forEach(call -> stored.addAll(call.state().storedTypes()));
        TableSchema schema = TableSchema.of(GROUPS, keyTypes, stored).withTimeToLive(spec.stateTtlMillis());
        tableOf = namespace -> store.valueTable(schema, namespace);
    }

    /** The names of all tables; the first one has the groups. */
    List<String> tables() {
        return tables;
    }

    /** From here on the groups are those of a namespace; first of all, and again once it has been dropped. */
    void open(long namespace) {
        table = tableOf.apply(namespace);
        calls.forEach(call -> call.state().open(namespace));
        distinct.forEach(arguments -> arguments.open(namespace));
    }

    /** Takes rows and gives the changes of results. */
    List<Batch> take(Batch batch) {
        return take(batch, batch.rowCount());
    }

    /** Takes rows. */
    void add(Batch batch) {
        TouchedGroups groups = claim(batch, batch.rowCount());
        store(groups, addRows(batch, groups));
    }

    /** The row of a global aggregate over no rows, if it has not been emitted. */
    List<Batch> takeEnd(Batch noRows) {
        return hasEmptyGroup && table.size() == 0 ? take(noRows, 1) : List.of();
    }

    /** @param claimed rows of the batch, or one without */
    private List<Batch> take(Batch batch, int claimed) {
        TouchedGroups groups = claim(batch, claimed);
        long[] counts = addRows(batch, groups);
        List<Batch> changes = changes(groups, counts);
        store(groups, counts);
        return changes;
    }

    /** The number of rows of each group afterwards; {@code null} if rows only come. */
    private long[] addRows(Batch batch, TouchedGroups groups) {
        List<Column> stored = List.of(table.values(entries, groups.count()));
        begin(groups, stored);
        SignedRows rows = new SignedRows(batch, groups.ofRows());
        tell(batch, rows, groups);
        calls.forEach(call -> call.state().end());
        return spec.retracts() ? rowCounts(stored.get(0), batch, rows, groups) : null;
    }

    private void begin(TouchedGroups groups, List<Column> stored) {
        int column = spec.retracts() ? 1 : 0;
        for (CallTables.Placed call : calls) {
            int width = call.state().storedTypes().size();
            call.state().begin(groups, stored.subList(column, column + width));
            column += width;
        }
    }

    /**
     * The results of groups as they are.
     *
     * @param there is set to whether there is such a group; its results are undefined where there is none
     */
    List<Column> results(Column[] keys, long[] hashesOfKeys, int count, boolean[] there) {
        ensure(count);
        table.find(keys, hashesOfKeys, count, entries);
        for (int i = 0; i < count; i++) {
            there[i] = entries[i] != ValueTable.NONE;
        }
        return results(keys, hashesOfKeys, count, List.of(table.values(entries, count)));
    }

    private List<Column> results(Column[] keys, long[] hashesOfKeys, int count, List<Column> stored) {
        begin(new TouchedGroups(count, new int[0], keys, hashesOfKeys), stored);
        return calls.stream().map(call -> call.state().before()).toList();
    }

    /** Keys and results of all groups, which must not change meanwhile. */
    TableCursor results() {
        TableCursor cursor = table.scan();
        int[] keyPositions = IntStream.range(0, keyColumns.length).toArray();
        return () -> {
            Batch batch = cursor.next();
            if (batch == null) {
                return null;
            }
            List<Column> keys = batch.columns().subList(0, keyColumns.length);
            long[] hashesOfKeys = new long[batch.rowCount()];
            ColumnHash.ofKeys(batch, keyPositions, hashesOfKeys);
            List<Column> columns = new ArrayList<>(keys);
            columns.addAll(results(
                    keys.toArray(Column[]::new),
                    hashesOfKeys,
                    batch.rowCount(),
                    batch.columns().subList(keyColumns.length, batch.columns().size())));
            return new Batch(batch.rowCount(), columns);
        };
    }

    /** Keys and what is kept with the groups: how many rows, then that of each call. */
    TableCursor stored() {
        return table.scan();
    }

    /**
     * What is kept with those of the keys that have a group, in the form of {@link #stored()} without keys.
     *
     * @param positions is set to which of the keys they are, ascending
     */
    Batch stored(Column[] keys, long[] hashesOfKeys, int count, int[] positions) {
        ensure(count);
        table.find(keys, hashesOfKeys, count, entries);
        int found = EntryNumbers.pack(entries, count, positions);
        return new Batch(found, List.of(table.values(entries, found)));
    }

    private void ensure(int rows) {
        if (entries.length < rows) {
            entries = new int[rows];
            fresh = new boolean[rows];
            hashes = new long[rows];
        }
    }

    private TouchedGroups claim(Batch batch, int rows) {
        ensure(rows);
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = batch.column(keyColumns[k]);
        }
        ColumnHash.ofKeys(batch, keyColumns, hashes);
        if (keys.length == 0) {
            Arrays.fill(hashes, 0, rows, 0);
        }
        table.claim(keys, hashes, rows, entries, fresh);
        int count = numbers.number(entries, fresh, rows);
        int[] firstRows = DistinctArguments.firstRows(numbers.numbers(), rows, count);
        long[] groupHashes = new long[count];
        for (int group = 0; group < count; group++) {
            groupHashes[group] = hashes[firstRows[group]];
        }
        for (int k = 0; k < keys.length; k++) {
            keys[k] = keys[k].flat().take(firstRows, 0, count);
        }
        return new TouchedGroups(count, numbers.numbers(), keys, groupHashes);
    }

    private void tell(Batch batch, SignedRows rows, TouchedGroups groups) {
        if (spec.phase() == AggregatePhase.FINAL) {
            calls.forEach(call -> call.state().merge(batch, call.arguments(), groups.ofRows()));
            return;
        }
        for (CallTables.Placed call : calls) {
            if (!call.distinct()) {
                rows.tell(call.state(), call.filter(), call.arguments(), selection);
            }
        }
        distinct.forEach(arguments -> arguments.take(batch, groups, rows.signs()));
    }

    /** How many rows each group has now; not fewer than none, since rows of a group that was forgotten may still go. */
    private long[] rowCounts(Column stored, Batch batch, SignedRows rows, TouchedGroups groups) {
        long[] counts = new long[groups.count()];
        LongColumn known = (LongColumn) stored.flat();
        for (int group = 0; group < counts.length; group++) {
            counts[group] = known.isNull(group) ? 0 : known.values()[group];
        }
        if (spec.phase() == AggregatePhase.FINAL) {
            addPartialCounts(batch, groups.ofRows(), counts);
        } else {
            rows.count(counts);
        }
        for (int group = 0; group < counts.length; group++) {
            counts[group] = Math.max(0, counts[group]);
        }
        return counts;
    }

    private static void addPartialCounts(Batch partials, int[] ofRows, long[] counts) {
        long[] differences =
                ((LongColumn) partials.column(partials.columns().size() - 1).flat()).values();
        for (int i = 0; i < partials.rowCount(); i++) {
            counts[ofRows[i]] += differences[i];
        }
    }

    private boolean isThere(long[] counts, int group) {
        return counts == null || counts[group] > 0 || hasEmptyGroup;
    }

    private List<Batch> changes(TouchedGroups groups, long[] counts) {
        List<Column> before = calls.stream().map(call -> call.state().before()).toList();
        List<Column> after = calls.stream().map(call -> call.state().after()).toList();
        boolean[] different = new boolean[groups.count()];
        if (spec.stateTtlMillis() > 0) {
            // Others that forget rows must hear of it as long as the group lives.
            Arrays.fill(different, true);
        }
        for (int i = 0; i < after.size(); i++) {
            ColumnDifference.mark(resultTypes.get(i), before.get(i), after.get(i), groups.count(), different);
        }
        ResultChanges changes = new ResultChanges(groups.count(), spec.emitsUpdateBefore());
        for (int group = 0; group < groups.count(); group++) {
            boolean there = isThere(counts, group);
            if (fresh[group]) {
                if (there) {
                    changes.inserted(group);
                }
            } else if (!there) {
                changes.deleted(group);
            } else if (different[group]) {
                changes.updated(group);
            }
        }
        return changes.batches(groups.keys(), before, after);
    }

    private void store(TouchedGroups groups, long[] counts) {
        int count = groups.count();
        List<Column> values = new ArrayList<>();
        if (counts != null) {
            values.add(new LongColumn(count, counts, null));
        }
        calls.forEach(call -> values.addAll(call.state().stored()));
        table.update(entries, count, values.toArray(Column[]::new));
        if (counts != null) {
            int[] gone = IntStream.range(0, count)
                    .filter(group -> !isThere(counts, group))
                    .toArray();
            if (gone.length > 0) {
                table.remove(groups.keys(gone, gone.length), groups.hashes(gone, gone.length), gone.length);
            }
        }
    }
}
