package io.blink.runtime.operator.rank;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.EntryNumbers;
import io.blink.runtime.operator.sort.ColumnOrder;
import io.blink.runtime.operator.sort.SortPrefix;
import io.blink.runtime.operator.upsert.ChangelogRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keeps one row a key. Table {@code rows} has, for each key, of the row that was emitted no more than is needed: nothing if it never changes or if any later row takes its place and old contents do
 * not go out, the order's columns if they do not, else the whole row. A batch is one probe and one update of the table.
 */
public final class DeduplicateOperator implements Operator {
    private final OperatorSpec.Deduplicate spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final ValueTable table;
    private final int[] keyColumns;
    /** Input columns that the table keeps as values. */
    private final int[] storedColumns;

    /** Whether most rows lose, and cheaply so: then they do not touch the table. */
    private final boolean testsFirst;

    private final SortPrefix prefix;
    private final EntryNumbers numbers = new EntryNumbers();
    private final ChangelogRows changes;
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private final long[] prefixes = new long[Batch.TARGET_ROWS];
    private final long[] storedPrefixes = new long[Batch.TARGET_ROWS];
    private final int[] best = new int[Batch.TARGET_ROWS];
    private final int[] known = new int[Batch.TARGET_ROWS];
    private final Deque<Batch> pending = new ArrayDeque<>();
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public DeduplicateOperator(OperatorSpec.Deduplicate spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        List<DataType> types = context.inputs().get(0).stream().map(Field::type).toList();
        keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        storedColumns = storedColumns(spec, types.size());
        prefix = new SortPrefix(
                spec.order(),
                spec.order().stream().map(key -> types.get(key.column())).toList());
        changes = new ChangelogRows(spec.emitsUpdateBefore());
        table = store.valueTable(
                TableSchema.of(
                                "rows",
                                spec.keys().stream().map(types::get).toList(),
                                Arrays.stream(storedColumns)
                                        .mapToObj(types::get)
                                        .toList())
                        .withTimeToLive(spec.stateTtlMillis()),
                0);
        testsFirst = spec.keepsFirstToCome() || !spec.keepsLast() && !spec.emitsUpdateBefore();
    }

    private static int[] storedColumns(OperatorSpec.Deduplicate spec, int width) {
        if (spec.emitsUpdateBefore() && !spec.keepsFirstToCome()) {
            return IntStream.range(0, width)
                    .filter(column -> !spec.keys().contains(column))
                    .toArray();
        }
        return spec.order().stream().mapToInt(SortKey::column).distinct().toArray();
    }

    @Override
    public boolean needsInput(int input) {
        return pending.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            Batch rows = batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from));
            Batch candidates = testsFirst ? candidates(rows) : rows;
            if (candidates.rowCount() > 0) {
                add(candidates);
            }
        }
    }

    /** The rows whose keys are new or that are better than what the table has. */
    private Batch candidates(Batch rows) {
        int count = rows.rowCount();
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        table.find(pick(rows, keyColumns), hashes, count, entries);
        Column[] order = orderColumns(rows);
        Column[] storedOrder = storedOrder(storedColumns.length == 0 ? null : table.values(entries, count));
        if (order.length > 0) {
            prefix.compute(order, count, prefixes, 0);
            prefix.compute(storedOrder, count, storedPrefixes, 0);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean candidate = entries[i] == ValueTable.NONE
                    || order.length > 0 && better(order, i, prefixes[i], storedOrder, i, storedPrefixes[i]);
            known[kept] = i;
            kept += candidate ? 1 : 0;
        }
        return kept == count ? rows : rows.take(known, 0, kept);
    }

    private void add(Batch rows) {
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        int made = table.claim(pick(rows, keyColumns), hashes, rows.rowCount(), entries, fresh);
        int keys = numbers.number(entries, fresh, rows.rowCount());
        Column[] order = orderColumns(rows);
        selectBest(order, rows.rowCount(), keys);
        if (made == keys) {
            emitAll(rows, keys);
        } else if (!spec.keepsFirstToCome()) {
            emitBetter(rows, order, keys);
        } else if (made > 0) {
            emitFresh(rows, keys);
        }
    }

    private Column[] orderColumns(Batch rows) {
        return spec.order().stream()
                .map(key -> rows.column(key.column()).flat())
                .toArray(Column[]::new);
    }

    private static Column[] pick(Batch rows, int[] columns) {
        Column[] picked = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            picked[i] = rows.column(columns[i]);
        }
        return picked;
    }

    /** For each key number the row of the batch that comes first. */
    private void selectBest(Column[] order, int rows, int keys) {
        int[] numberOfRow = numbers.numbers();
        if (order.length == 0 && spec.keepsLast()) {
            for (int i = 0; i < rows; i++) {
                best[numberOfRow[i]] = i;
            }
            return;
        }
        if (order.length > 0) {
            prefix.compute(order, rows, prefixes, 0);
        }
        int seen = 0;
        for (int i = 0; i < rows; i++) {
            int key = numberOfRow[i];
            if (key == seen) {
                best[key] = i;
                seen++;
            } else if (order.length > 0 && better(order, i, prefixes[i], order, best[key], prefixes[best[key]])) {
                best[key] = i;
            }
        }
    }

    /** Whether a row takes the place of one that came before it. */
    private boolean better(
            Column[] order, int row, long rowPrefix, Column[] otherOrder, int otherRow, long otherPrefix) {
        int compared = Long.compareUnsigned(rowPrefix, otherPrefix);
        if (compared == 0 && !prefix.complete()) {
            compared = ColumnOrder.compare(spec.order(), order, row, otherOrder, otherRow);
        }
        return compared < 0 || compared == 0 && spec.keepsLast();
    }

    private void emitAll(Batch rows, int keys) {
        write(rows, entries, best, keys);
        pending.add(rows.take(best, 0, keys));
    }

    private void emitFresh(Batch rows, int keys) {
        int count = 0;
        for (int key = 0; key < keys; key++) {
            if (fresh[key]) {
                known[count++] = best[key];
            }
        }
        pending.add(rows.take(known, 0, count));
    }

    private void emitBetter(Batch rows, Column[] order, int keys) {
        int count = 0;
        for (int key = 0; key < keys; key++) {
            if (!fresh[key]) {
                known[count++] = entries[key];
            }
        }
        Column[] stored = storedColumns.length == 0 ? new Column[0] : table.values(known, count);
        Column[] storedOrder = storedOrder(stored);
        if (order.length > 0) {
            prefix.compute(storedOrder, count, storedPrefixes, 0);
        }
        int[] knownRows = new int[count];
        int[] changedRows = new int[keys];
        int[] changedEntries = new int[keys];
        int changed = 0;
        int at = 0;
        for (int key = 0; key < keys; key++) {
            int row = best[key];
            boolean wins = true;
            if (fresh[key]) {
                changes.insert(row);
            } else {
                wins = order.length == 0 || better(order, row, prefixes[row], storedOrder, at, storedPrefixes[at]);
                knownRows[at] = row;
                if (wins) {
                    changes.update(at, row);
                }
                at++;
            }
            if (wins) {
                changedRows[changed] = row;
                changedEntries[changed++] = entries[key];
            }
        }
        if (changed > 0) {
            write(rows, changedEntries, changedRows, changed);
            pending.add(changes.take(rows.columns(), oldRows(rows, knownRows, stored)));
        }
    }

    private Column[] storedOrder(Column[] stored) {
        Column[] columns = new Column[spec.order().size()];
        for (int k = 0; k < columns.length; k++) {
            int wanted = spec.order().get(k).column();
            columns[k] = stored[indexOf(wanted)].flat();
        }
        return columns;
    }

    private int indexOf(int column) {
        return IntStream.range(0, storedColumns.length)
                .filter(i -> storedColumns[i] == column)
                .findFirst()
                .orElseThrow();
    }

    private void write(Batch rows, int[] ofEntries, int[] positions, int count) {
        if (storedColumns.length == 0) {
            return;
        }
        Column[] values = new Column[storedColumns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.column(storedColumns[i]).take(positions, 0, count);
        }
        table.update(ofEntries, count, values);
    }

    /** What was emitted of keys that are not new; {@code null} if that does not go out. */
    private List<Column> oldRows(Batch rows, int[] knownRows, Column[] stored) {
        if (!spec.emitsUpdateBefore()) {
            return null;
        }
        Column[] columns = new Column[rows.columns().size()];
        for (int key : keyColumns) {
            columns[key] = rows.column(key).take(knownRows, 0, knownRows.length);
        }
        for (int i = 0; i < storedColumns.length; i++) {
            columns[storedColumns[i]] = stored[i];
        }
        return new ArrayList<>(Arrays.asList(columns));
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        return pending.poll();
    }

    @Override
    public boolean finished() {
        return ended && pending.isEmpty();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(), checkpointId);
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        pending.clear();
        store.close();
    }
}
