package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The distinct arguments that each group has seen, for all DISTINCT aggregates of the same arguments and filter. */
final class DistinctValues {
    private static final IntColumn NO_GROUPS = new IntColumn(0, new int[0], null);

    private final int[] arguments;
    private final int filterColumn;
    private final List<DataType> argumentTypes;
    private final GroupTable table;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final RowSelection selection = new RowSelection();
    private int[] entries = new int[0];
    private int[] fresh = new int[0];

    DistinctValues(AggregateCall call) {
        arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        filterColumn = call.filterColumn();
        argumentTypes = call.argumentTypes();
        List<DataType> types = new ArrayList<>();
        types.add(DataType.of(TypeKind.INT).withNullable(false));
        types.addAll(argumentTypes);
        table = new GroupTable(types);
    }

    boolean serves(AggregateCall call) {
        return filterColumn == call.filterColumn()
                && call.arguments().equals(Arrays.stream(arguments).boxed().toList());
    }

    void feed(Accumulator accumulator) {
        accumulators.add(accumulator);
    }

    List<DataType> argumentTypes() {
        return argumentTypes;
    }

    int size() {
        return table.groupCount();
    }

    /** Adds the rows of an input batch that the filter lets through and that have no NULL. */
    void add(Batch batch, int[] rowGroups) {
        selection.select(batch, filterColumn, arguments, false, rowGroups);
        add(selection.groups(), selection.count(), selection.arguments());
    }

    /** Adds arguments to groups; those that are new to their group go on to the accumulators. */
    void add(int[] groups, int rows, List<Column> values) {
        ensureScratch(rows);
        int before = table.groupCount();
        table.insert(keys(groups, rows, values), rows, entries);
        boolean[] taken = new boolean[table.groupCount() - before];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int entry = entries[i] - before;
            if (entry >= 0 && !taken[entry]) {
                taken[entry] = true;
                fresh[count++] = i;
            }
        }
        feedFresh(groups, values, count);
    }

    private void feedFresh(int[] groups, List<Column> values, int count) {
        int[] freshGroups = new int[count];
        for (int i = 0; i < count; i++) {
            freshGroups[i] = groups[fresh[i]];
        }
        List<Column> freshValues =
                values.stream().map(column -> column.take(fresh, 0, count)).toList();
        for (Accumulator accumulator : accumulators) {
            accumulator.add(freshGroups, count, freshValues);
        }
    }

    /** The positions of rows that the table does not have, written to {@code positions}; returns how many. */
    int selectUnknown(int[] groups, int rows, List<Column> values, int[] positions) {
        ensureScratch(rows);
        table.find(keys(groups, rows, values), rows, entries);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            count += entries[i] < 0 ? 1 : 0;
        }
        return count;
    }

    private static Column[] keys(int[] groups, int rows, List<Column> values) {
        Column[] keys = new Column[1 + values.size()];
        keys[0] = new IntColumn(rows, groups, null);
        for (int i = 0; i < values.size(); i++) {
            keys[i + 1] = values.get(i);
        }
        return keys;
    }

    /** Entries {@code from .. from + count}: the group, then the arguments. */
    List<Column> entries(int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = from + i;
        }
        return table.keys().gather(rows, 0, count);
    }

    private void ensureScratch(int rows) {
        if (entries.length < rows) {
            entries = new int[rows];
            fresh = new int[rows];
        }
    }

    /** For rows of an input batch. */
    long bytesToAdd(Batch batch) {
        List<Column> values = new ArrayList<>();
        for (int argument : arguments) {
            values.add(batch.column(argument));
        }
        return bytesToAdd(values, batch.rowCount());
    }

    long bytesToAdd(List<Column> values, int rows) {
        Column[] keys = new Column[1 + values.size()];
        keys[0] = NO_GROUPS;
        for (int i = 0; i < values.size(); i++) {
            keys[i + 1] = values.get(i);
        }
        return table.bytesToInsert(keys, rows);
    }

    long retainedBytes() {
        return table.retainedBytes();
    }

    void clear() {
        table.clear();
    }
}
