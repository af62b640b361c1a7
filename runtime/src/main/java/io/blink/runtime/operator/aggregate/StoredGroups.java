package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.OperatorMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups in state tables, by namespace: table {@code groups} has the partial results of each key, tables {@code distinct-i} what each key has seen for the i-th set of DISTINCT aggregates. Groups
 * come from a {@link GroupAggregation} that gathers what rows add. Used on the task's thread.
 */
public final class StoredGroups implements NamespacedGroups {
    private static final String GROUPS = "groups";

    private final OperatorSpec.Aggregate spec;
    private final List<Field> input;
    private final KeyedStateStore store;
    private final TableSchema groupSchema;
    private final List<TableSchema> distinctSchemas = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final int[] keyPositions;
    private final int[] identity = IntStream.range(0, Batch.TARGET_ROWS).toArray();
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private final long[] ones = new long[Batch.TARGET_ROWS];
    private final EntryNumbers numbers = new EntryNumbers();
    private final RowSelection selection = new RowSelection();
    private final boolean additive;
    /** Of one batch. */
    private final GroupAggregation rowGroups;

    /**
     * An aggregate in the table.
     *
     * @param columns of the values
     * @param distinct which of the tables of distinct values feeds it; -1: none, rows do
     */
    private record Call(AggregateCall plan, int[] columns, int distinct) {}

    public StoredGroups(OperatorSpec.Aggregate spec, List<Field> input, KeyedStateStore store) {
        this.spec = spec;
        this.input = input;
        this.store = store;
        List<DataType> keyTypes =
                spec.groupKeys().stream().map(key -> input.get(key).type()).toList();
        keyPositions = IntStream.range(0, keyTypes.size()).toArray();
        GroupAggregation form = newGroups();
        List<DataType> valueTypes = new ArrayList<>();
        for (AggregateCall plan : spec.calls()) {
            List<DataType> partial = plan.partialTypes();
            int[] columns = IntStream.range(valueTypes.size(), valueTypes.size() + partial.size())
                    .toArray();
            calls.add(new Call(plan, columns, form.distinctSetOf(plan)));
            valueTypes.addAll(partial);
        }
        rowGroups = newGroups();
        additive = spec.calls().stream().allMatch(StoredGroups::isAdditive);
        Arrays.fill(ones, 1);
        groupSchema = TableSchema.of(GROUPS, keyTypes, valueTypes);
        for (DistinctValues values : form.distinctValues()) {
            distinctSchemas.add(
                    new TableSchema("distinct-" + distinctSchemas.size(), keyTypes, values.argumentTypes(), List.of()));
        }
    }

    /** Groups of the form that {@link #add} takes. */
    public GroupAggregation newGroups() {
        return new GroupAggregation(spec, input, FunctionSite.NONE);
    }

    @Override
    public long[] namespaces() {
        return store.namespaces(GROUPS);
    }

    @Override
    public void drop(long namespace) {
        store.drop(GROUPS, namespace);
        distinctSchemas.forEach(schema -> store.drop(schema.name(), namespace));
    }

    // ---- Adding

    /** Merges groups into those of a namespace. What is in {@code groups} is of no use afterwards. */
    public void add(GroupAggregation groups, long namespace) {
        List<Accumulator> accumulators = accumulators(groups, groups.groupCount());
        for (int set = 0; set < distinctSchemas.size(); set++) {
            addDistinct(groups, set, namespace, accumulators);
        }
        ValueTable table = store.valueTable(groupSchema, namespace);
        for (int from = 0; from < groups.groupCount(); from += Batch.TARGET_ROWS) {
            int count = Math.min(Batch.TARGET_ROWS, groups.groupCount() - from);
            Column[] keys = groups.keys(from, count).toArray(Column[]::new);
            hash(keys, count);
            int made = table.claim(keys, hashes, count, entries, fresh);
            merge(table, from, count, made, accumulators);
        }
    }

    @Override
    public void add(Batch rows, long namespace, OperatorMemory memory) {
        if (takesRows()) {
            addRows(rows, namespace);
            return;
        }
        GroupAggregation groups = newGroups();
        memory.grow(groups.bytesToAdd(rows));
        groups.add(rows);
        add(groups, namespace);
        memory.set(0);
    }

    /** Whether rows can go straight to the tables. DISTINCT aggregates need their groups first. */
    public boolean takesRows() {
        return distinctSchemas.isEmpty();
    }

    /**
     * Adds the rows of an input batch to the groups of a namespace: cheaper than by way of groups in memory if most keys differ. The batch has at most {@link Batch#TARGET_ROWS} rows.
     *
     * @return how many keys differ
     */
    public int addRows(Batch rows, long namespace) {
        int count = rows.rowCount();
        Column[] keys = rowGroups.inputKeys(rows);
        hash(keys, count);
        ValueTable table = store.valueTable(groupSchema, namespace);
        int made = table.claim(keys, hashes, count, entries, fresh);
        if (additive) {
            calls.forEach(call -> addInPlace(call, rows, table));
            return numbers.number(entries, fresh, count);
        }
        int groups = numbers.number(entries, fresh, count);
        rowGroups.add(rows, numbers.numbers(), groups);
        merge(table, 0, groups, made, accumulators(rowGroups, groups));
        rowGroups.clear();
        return groups;
    }

    /** Counts, sums and averages of integers and most extremes need no accumulator. */
    private static boolean isAdditive(AggregateCall call) {
        return switch (call.function()) {
            case COUNT_ALL, COUNT -> true;
            case SUM -> call.argumentTypes().get(0).kind().isInteger();
            case AVG -> call.argumentTypes().get(0).kind() != TypeKind.DECIMAL;
            case MIN, MAX -> {
                PhysicalType type = call.type().physicalType();
                yield type == PhysicalType.LONG || type == PhysicalType.INT;
            }
            default -> false;
        };
    }

    private void addInPlace(Call call, Batch rows, ValueTable table) {
        AggregateCall plan = call.plan();
        int[] arguments = plan.arguments().stream().mapToInt(Integer::intValue).toArray();
        boolean partials = spec.phase() == AggregatePhase.FINAL;
        selection.select(rows, partials ? -1 : plan.filterColumn(), arguments, false, entries);
        int[] selected = selection.groups();
        int count = selection.count();
        int column = call.columns()[0];
        switch (plan.function()) {
            case COUNT_ALL, COUNT -> add(plan, table, column, partials ? argument(0) : ones);
            case SUM -> add(plan, table, column, argument(0));
            case AVG -> {
                table.add(
                        selected,
                        count,
                        column,
                        Values.doubles(selection.arguments().get(0)));
                add(plan, table, call.columns()[1], partials ? argument(1) : ones);
            }
            case MIN, MAX ->
                table.extreme(selected, count, column, argument(0), plan.function() == AggregateFunction.MAX);
            default -> throw new IllegalStateException(plan.function() + " is not added in place");
        }
    }

    private long[] argument(int index) {
        return Values.longs(selection.arguments().get(index));
    }

    private void add(AggregateCall plan, ValueTable table, int column, long[] addends) {
        if (!table.add(selection.groups(), selection.count(), column, addends)) {
            throw LongSumAccumulator.overflow(plan.place());
        }
    }

    private List<Accumulator> accumulators(GroupAggregation groups, int groupCount) {
        List<Accumulator> accumulators = new ArrayList<>();
        for (int call = 0; call < calls.size(); call++) {
            Accumulator accumulator = groups.accumulator(call);
            if (calls.get(call).distinct() >= 0) {
                accumulator = Accumulators.create(calls.get(call).plan());
                accumulator.ensure(groupCount);
            }
            accumulators.add(accumulator);
        }
        return accumulators;
    }

    /** Adds what the table has of claimed groups {@code from .. from + count} to them, and writes them. */
    private void merge(ValueTable table, int from, int count, int made, List<Accumulator> accumulators) {
        if (made < count) {
            mergeStored(table, from, count, made, accumulators);
        }
        List<Column> values = new ArrayList<>();
        accumulators.forEach(accumulator -> values.addAll(accumulator.partial(from, count)));
        table.update(entries, count, values.toArray(Column[]::new));
    }

    private void hash(Column[] keys, int count) {
        ColumnHash.ofKeys(new Batch(count, List.of(keys)), keyPositions, hashes);
    }

    /** Adds what the table has of groups {@code from .. from + count} to them. */
    private void mergeStored(ValueTable table, int from, int count, int made, List<Accumulator> accumulators) {
        int known = count - made;
        int[] groups = new int[known];
        int[] knownEntries = new int[known];
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (!fresh[i]) {
                groups[next] = from + i;
                knownEntries[next++] = entries[i];
            }
        }
        Batch stored = new Batch(known, List.of(table.values(knownEntries, known)));
        for (int call = 0; call < calls.size(); call++) {
            GroupAggregation.merge(
                    accumulators.get(call), stored, calls.get(call).columns(), groups, known);
        }
    }

    /** Feeds the DISTINCT aggregates of one set with the arguments that their keys have not seen in this namespace. */
    private void addDistinct(GroupAggregation groups, int set, long namespace, List<Accumulator> accumulators) {
        ValueTable table = store.valueTable(distinctSchemas.get(set), namespace);
        DistinctValues values = groups.distinctValues().get(set);
        for (int from = 0; from < values.size(); from += Batch.TARGET_ROWS) {
            int count = Math.min(Batch.TARGET_ROWS, values.size() - from);
            int[] entryGroups = ((IntColumn) values.entries(from, count).get(0)).values();
            Batch rows = groups.spilledDistinct(values, from, count);
            Column[] columns = rows.columns().toArray(Column[]::new);
            hash(columns, count);
            int made = table.claim(columns, hashes, count, entries, fresh);
            feed(set, rows, entryGroups, made, accumulators);
        }
    }

    private void feed(int set, Batch rows, int[] entryGroups, int made, List<Accumulator> accumulators) {
        int[] positions = new int[made];
        int[] groups = new int[made];
        int next = 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            if (fresh[i]) {
                positions[next] = i;
                groups[next++] = entryGroups[i];
            }
        }
        List<Column> arguments = rows
                .columns()
                .subList(keyPositions.length, rows.columns().size())
                .stream()
                .map(column -> column.flat().take(positions, 0, made))
                .toList();
        for (int call = 0; call < calls.size(); call++) {
            if (calls.get(call).distinct() == set) {
                accumulators.get(call).add(groups, made, arguments);
            }
        }
    }

    // ---- Results

    /** Keys and results of a namespace's groups, which must not change meanwhile. */
    public TableCursor results(long namespace) {
        TableCursor groups = store.valueTable(groupSchema, namespace).scan();
        return () -> {
            Batch batch = groups.next();
            return batch == null ? null : results(batch);
        };
    }

    /** In the form of {@link GroupAggregation#addSpilled}; not of DISTINCT aggregates. */
    @Override
    public TableCursor partials(long namespace) {
        return store.valueTable(groupSchema, namespace).scan();
    }

    @Override
    public List<Column> resultsOf(Column[] keys, long[] hashes, int count, long namespace, boolean[] there) {
        ValueTable table = store.valueTable(groupSchema, namespace);
        table.find(keys, hashes, count, entries);
        for (int i = 0; i < count; i++) {
            there[i] = entries[i] != ValueTable.NONE;
        }
        return resultsOf(new Batch(count, List.of(table.values(entries, count))));
    }

    @Override
    public Batch partialsOf(Column[] keys, long[] hashes, int count, long namespace, int[] positions) {
        ValueTable table = store.valueTable(groupSchema, namespace);
        table.find(keys, hashes, count, entries);
        int found = EntryNumbers.pack(entries, count, positions);
        return new Batch(found, List.of(table.values(entries, found)));
    }

    private Batch results(Batch stored) {
        int count = stored.rowCount();
        List<Column> columns = new ArrayList<>(stored.columns().subList(0, keyPositions.length));
        columns.addAll(resultsOf(new Batch(
                count,
                stored.columns().subList(keyPositions.length, stored.columns().size()))));
        return new Batch(count, columns);
    }

    private List<Column> resultsOf(Batch values) {
        int count = values.rowCount();
        List<Column> results = new ArrayList<>();
        for (Call call : calls) {
            Accumulator accumulator = Accumulators.create(call.plan());
            accumulator.ensure(count);
            GroupAggregation.merge(accumulator, values, call.columns(), identity, count);
            results.add(accumulator.result(0, count));
        }
        return results;
    }
}
