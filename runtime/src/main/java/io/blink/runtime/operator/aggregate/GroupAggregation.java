package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The groups in memory and their aggregates. Takes rows, or partial results in the form in which they come from the partial phase or from a spill file; the latter has the group keys
 * and then the partial columns of every aggregate that is not DISTINCT.
 */
public final class GroupAggregation {
    private final FunctionSite site;
    private final boolean mergesDistinct;
    private final OperatorSpec.Aggregate spec;
    private final int[] keyColumns;
    private final GroupTable table;
    private final List<Call> calls = new ArrayList<>();
    private final List<DistinctValues> distinctValues = new ArrayList<>();
    private final List<Field> spilledFields = new ArrayList<>();
    private final RowSelection selection = new RowSelection();
    private int[] groups = new int[0];

    /**
     * An aggregate in its place.
     *
     * @param columns of the input
     * @param spilledColumns of a spilled batch; empty if it is DISTINCT
     */
    private record Call(
            AggregateCall plan, Accumulator accumulator, boolean distinct, int[] columns, int[] spilledColumns) {}

    public GroupAggregation(OperatorSpec.Aggregate spec, List<Field> input, FunctionSite site) {
        this(spec, input, site, false);
    }

    /** @param mergesDistinct whether what DISTINCT aggregates have seen is in their partial results, as {@link Accumulators#createMerging} has it */
    GroupAggregation(OperatorSpec.Aggregate spec, List<Field> input, FunctionSite site, boolean mergesDistinct) {
        this.spec = spec;
        this.site = site;
        this.mergesDistinct = mergesDistinct;
        keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        for (int key : keyColumns) {
            spilledFields.add(
                    new Field("key" + spilledFields.size(), input.get(key).type()));
        }
        table = GroupTable.ofGroups(spilledFields.stream().map(Field::type).toList());
        spec.calls().forEach(this::addCall);
    }

    private void addCall(AggregateCall plan) {
        Accumulator accumulator =
                mergesDistinct ? Accumulators.createMerging(plan, site) : Accumulators.create(plan, site);
        int[] columns = plan.arguments().stream().mapToInt(Integer::intValue).toArray();
        boolean distinct = isDistinct(plan) && !mergesDistinct;
        int[] spilledColumns = new int[0];
        if (distinct) {
            distinctValuesOf(plan).feed(accumulator);
        } else {
            List<DataType> types = mergesDistinct ? Accumulators.mergingPartialTypes(plan) : plan.partialTypes();
            spilledColumns = new int[types.size()];
            for (int i = 0; i < types.size(); i++) {
                spilledColumns[i] = spilledFields.size();
                spilledFields.add(new Field("partial" + spilledFields.size(), types.get(i)));
            }
        }
        calls.add(new Call(plan, accumulator, distinct, columns, spilledColumns));
    }

    /** Whether it differs from what it would be of all arguments. */
    static boolean isDistinct(AggregateCall plan) {
        return plan.distinct() && !ignoresRepetition(plan.function());
    }

    private static boolean ignoresRepetition(AggregateFunction function) {
        return switch (function) {
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR -> true;
            default -> false;
        };
    }

    private DistinctValues distinctValuesOf(AggregateCall plan) {
        for (DistinctValues values : distinctValues) {
            if (values.serves(plan)) {
                return values;
            }
        }
        DistinctValues values = new DistinctValues(plan);
        distinctValues.add(values);
        return values;
    }

    List<DistinctValues> distinctValues() {
        return distinctValues;
    }

    /** Of an aggregate, by its place in the plan. */
    Accumulator accumulator(int call) {
        return calls.get(call).accumulator();
    }

    /** Which set of distinct values feeds an aggregate; -1 if rows do. */
    int distinctSetOf(AggregateCall plan) {
        if (isDistinct(plan)) {
            for (int set = 0; set < distinctValues.size(); set++) {
                if (distinctValues.get(set).serves(plan)) {
                    return set;
                }
            }
        }
        return -1;
    }

    /** Columns of a spilled batch: keys, then partial results. */
    List<Field> spilledFields() {
        return spilledFields;
    }

    int keyCount() {
        return keyColumns.length;
    }

    public int groupCount() {
        return table.groupCount();
    }

    /** Adds the rows of an input batch. */
    public void add(Batch batch) {
        int rows = batch.rowCount();
        ensureScratch(rows);
        table.insert(pick(batch, keyColumns), rows, groups);
        add(batch, groups, table.groupCount());
    }

    /** Adds the rows of an input batch to groups that the caller numbers; keys are not kept. */
    void add(Batch batch, int[] rowGroups, int groupCount) {
        int rows = batch.rowCount();
        for (Call call : calls) {
            call.accumulator().ensure(groupCount);
        }
        for (Call call : calls) {
            if (spec.phase().takesPartials()) {
                merge(call.accumulator(), batch, call.columns(), rowGroups, rows);
            } else if (!call.distinct()) {
                selection.select(
                        batch,
                        call.plan().filterColumn(),
                        call.columns(),
                        call.accumulator().takesNulls(),
                        rowGroups);
                call.accumulator().add(selection.groups(), selection.count(), selection.arguments());
            }
        }
        for (DistinctValues values : distinctValues) {
            values.add(batch, rowGroups);
        }
    }

    /** The partial results of the rows of an input batch, each for itself, without looking for equal keys; only when there are no groups. */
    Batch eachRowAlone(Batch batch) {
        if (spec.phase().takesPartials()) {
            return passedOn(batch);
        }
        int rows = batch.rowCount();
        ensureScratch(rows);
        for (int i = 0; i < rows; i++) {
            groups[i] = i;
        }
        add(batch, groups, rows);
        List<Column> columns = new ArrayList<>(List.of(pick(batch, keyColumns)));
        addPartials(0, rows, columns);
        clear();
        return new Batch(rows, columns);
    }

    /** Partial results as they came, in the order of the output. */
    private Batch passedOn(Batch batch) {
        List<Column> columns = new ArrayList<>(List.of(pick(batch, keyColumns)));
        calls.forEach(call -> columns.addAll(List.of(pick(batch, call.columns()))));
        return new Batch(batch.rowCount(), columns);
    }

    private void addPartials(int from, int count, List<Column> columns) {
        calls.forEach(call -> columns.addAll(call.accumulator().partial(from, count)));
    }

    /** Adds the rows of a spilled batch, with groups for their keys. */
    public void addSpilled(Batch batch) {
        int rows = batch.rowCount();
        ensureScratch(rows);
        table.insert(spilledKeys(batch), rows, groups);
        ensureGroups();
        mergeSpilled(batch, groups);
    }

    /** Adds the rows of a spilled batch to groups that exist. */
    void mergeSpilled(Batch batch, int[] rowGroups) {
        for (Call call : calls) {
            if (!call.distinct()) {
                merge(call.accumulator(), batch, call.spilledColumns(), rowGroups, batch.rowCount());
            }
        }
    }

    /** The group of each row of a batch whose first columns are the keys; -1 where there is none. */
    void findSpilled(Batch batch, int[] rowGroups) {
        table.find(spilledKeys(batch), batch.rowCount(), rowGroups);
    }

    /** Merges partial results, leaving out those whose first column is NULL unless the accumulator takes them. */
    public static void merge(Accumulator accumulator, Batch batch, int[] columns, int[] rowGroups, int rows) {
        List<Column> partials = new ArrayList<>(columns.length);
        for (int column : columns) {
            partials.add(batch.column(column).flat());
        }
        boolean[] absent = accumulator.takesNulls() ? null : partials.get(0).nulls();
        if (absent == null) {
            accumulator.merge(rowGroups, rows, partials);
            return;
        }
        int[] present = new int[rows];
        int[] presentGroups = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            present[count] = i;
            presentGroups[count] = rowGroups[i];
            count += absent[i] ? 0 : 1;
        }
        int kept = count;
        accumulator.merge(
                presentGroups,
                kept,
                partials.stream().map(column -> column.take(present, 0, kept)).toList());
    }

    /** Makes sure that there is a group when there are no keys: an aggregation of no rows has a result. */
    void ensureGlobalGroup() {
        if (keyColumns.length == 0) {
            ensureScratch(1);
            table.insert(new Column[0], 1, groups);
            ensureGroups();
        }
    }

    private void ensureGroups() {
        for (Call call : calls) {
            call.accumulator().ensure(table.groupCount());
        }
    }

    private void ensureScratch(int rows) {
        if (groups.length < rows) {
            groups = new int[Math.max(rows, Batch.TARGET_ROWS)];
        }
    }

    /** The group keys of an input batch. */
    Column[] inputKeys(Batch batch) {
        return pick(batch, keyColumns);
    }

    private static Column[] pick(Batch batch, int[] columns) {
        Column[] picked = new Column[columns.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = batch.column(columns[i]);
        }
        return picked;
    }

    private Column[] spilledKeys(Batch batch) {
        return batch.columns().subList(0, keyColumns.length).toArray(Column[]::new);
    }

    /** Groups {@code from .. from + count}: keys and results, or in the partial phase keys and partial results. */
    public Batch output(int from, int count) {
        List<Column> columns = keys(from, count);
        if (spec.phase().emitsPartials()) {
            addPartials(from, count, columns);
        } else {
            calls.forEach(call -> columns.add(call.accumulator().result(from, count)));
        }
        return new Batch(count, columns);
    }

    /** Groups {@code from .. from + count} in the form of a spill file. */
    public Batch spilled(int from, int count) {
        List<Column> columns = keys(from, count);
        for (Call call : calls) {
            if (!call.distinct()) {
                columns.addAll(call.accumulator().partial(from, count));
            }
        }
        return new Batch(count, columns);
    }

    /** The entries {@code from .. from + count} of one set of distinct values: keys of their groups, then arguments. */
    Batch spilledDistinct(DistinctValues values, int from, int count) {
        List<Column> entries = values.entries(from, count);
        int[] entryGroups = ((IntColumn) entries.get(0)).values();
        List<Column> columns = new ArrayList<>(table.gatherKeys(entryGroups, 0, count));
        columns.addAll(entries.subList(1, entries.size()));
        return new Batch(count, columns);
    }

    List<Column> keys(int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = from + i;
        }
        return new ArrayList<>(table.gatherKeys(rows, 0, count));
    }

    /** Bytes that adding the rows of an input batch will add at most. */
    public long bytesToAdd(Batch batch) {
        long bytes = table.bytesToInsert(pick(batch, keyColumns), batch.rowCount());
        for (Call call : calls) {
            bytes += call.accumulator()
                    .bytesToAdd(groupsAfter(batch), batch.select(call.columns()).columns());
        }
        for (DistinctValues values : distinctValues) {
            bytes += values.bytesToAdd(batch);
        }
        return bytes;
    }

    /** Bytes that adding the rows of a spilled batch will add at most. */
    public long bytesToAddSpilled(Batch batch) {
        long bytes = table.bytesToInsert(spilledKeys(batch), batch.rowCount());
        for (Call call : calls) {
            if (!call.distinct()) {
                bytes += call.accumulator()
                        .bytesToAdd(
                                groupsAfter(batch),
                                batch.select(call.spilledColumns()).columns());
            }
        }
        return bytes;
    }

    private int groupsAfter(Batch batch) {
        return keyColumns.length == 0 ? 1 : table.groupCount() + batch.rowCount();
    }

    public long retainedBytes() {
        long bytes = table.retainedBytes();
        for (Call call : calls) {
            bytes += call.accumulator().retainedBytes();
        }
        for (DistinctValues values : distinctValues) {
            bytes += values.retainedBytes();
        }
        return bytes;
    }

    /** Forgets all groups and gives the memory back. */
    void clear() {
        table.clear();
        calls.forEach(call -> call.accumulator().clear());
        distinctValues.forEach(DistinctValues::clear);
    }
}
