package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a DISTINCT aggregate that each group has seen. */
public final class SeenValues {
    private final GroupTable table;
    private int[] entries = new int[0];
    private int[] fresh = new int[0];

    public SeenValues(List<DataType> argumentTypes) {
        List<DataType> types = new ArrayList<>();
        types.add(DataType.of(TypeKind.INT).withNullable(false));
        types.addAll(argumentTypes);
        table = new GroupTable(types);
    }

    /** Adds to the accumulator those of the rows whose arguments are new to their group. */
    public void addNew(int[] groups, int rows, List<Column> arguments, Accumulator accumulator) {
        addNew(groups, groups, rows, arguments, accumulator);
    }

    /** Adds those of the rows whose arguments are new to their group to other groups, those of {@code targets}. */
    public void addNew(int[] groups, int[] targets, int rows, List<Column> arguments, Accumulator accumulator) {
        int count = selectNew(groups, rows, arguments);
        int[] freshGroups = new int[count];
        for (int i = 0; i < count; i++) {
            freshGroups[i] = targets[fresh[i]];
        }
        accumulator.add(
                freshGroups,
                count,
                arguments.stream().map(column -> column.take(fresh, 0, count)).toList());
    }

    private int selectNew(int[] groups, int rows, List<Column> arguments) {
        if (entries.length < rows) {
            entries = new int[rows];
            fresh = new int[rows];
        }
        Column[] keys = new Column[1 + arguments.size()];
        keys[0] = new IntColumn(rows, groups, null);
        for (int i = 0; i < arguments.size(); i++) {
            keys[i + 1] = arguments.get(i);
        }
        int known = table.groupCount();
        table.insert(keys, rows, entries);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (entries[i] == known) {
                fresh[count++] = i;
                known++;
            }
        }
        return count;
    }

    public void clear() {
        table.clear();
    }

    public long retainedBytes() {
        return table.retainedBytes();
    }
}
