package io.blink.runtime.expression;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.ColumnChoice;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the results of the branches of a conditional together. Later branches overwrite earlier ones. Primitive values are scattered into one array; for
 * others the branches become a dictionary, which stays one if all branches are constants.
 */
final class BranchMerge {
    private record Branch(Column values, int[] positions, int count) {}

    private final DataType type;
    private final int rows;
    private final List<Branch> branches = new ArrayList<>();

    BranchMerge(DataType type, int rows) {
        this.type = type;
        this.rows = rows;
    }

    /** @param positions where the values go, ascending; {@code null} for all rows in order */
    void add(Column values, int[] positions, int count) {
        branches.add(new Branch(values, positions, count));
    }

    Column build() {
        if (branches.size() == 1 && branches.get(0).count() == rows) {
            return branches.get(0).values();
        }
        ColumnChoice choice = ColumnChoice.of(type.physicalType(), rows);
        if (choice != null) {
            return scattered(choice);
        }
        boolean allConstant = branches.stream().allMatch(branch -> branch.values() instanceof ConstantColumn);
        return !allConstant && type.physicalType() == PhysicalType.BYTES ? strings() : concatenated();
    }

    private Column scattered(ColumnChoice choice) {
        for (Branch branch : branches) {
            Column values = branch.values();
            choice.put(
                    values instanceof DictionaryColumn ? values.flat() : values,
                    branch.positions() == null ? identity(rows) : branch.positions(),
                    branch.count());
        }
        return choice.build();
    }

    /** Finds the lengths first, then copies each string once. */
    private Column strings() {
        BytesArgument[] values = new BytesArgument[branches.size()];
        int[] branchOf = new int[rows];
        int[] indexOf = new int[rows];
        boolean[] nulls = null;
        for (int k = 0; k < values.length; k++) {
            Branch branch = branches.get(k);
            Column column = branch.values() instanceof DictionaryColumn
                    ? branch.values().flat()
                    : branch.values();
            values[k] = BytesArgument.of(column);
            boolean[] branchNulls = column.mayHaveNulls() ? NullFlags.of(column) : null;
            nulls = branchNulls != null && nulls == null ? new boolean[rows] : nulls;
            for (int i = 0; i < branch.count(); i++) {
                int row = branch.positions() == null ? i : branch.positions()[i];
                branchOf[row] = k;
                indexOf[row] = i;
                if (nulls != null) {
                    nulls[row] = branchNulls != null && branchNulls[i];
                }
            }
        }
        return copied(values, branchOf, indexOf, nulls);
    }

    private Column copied(BytesArgument[] values, int[] branchOf, int[] indexOf, boolean[] nulls) {
        int[] offsets = new int[rows + 1];
        long total = 0;
        for (int i = 0; i < rows; i++) {
            total += values[branchOf[i]].length(indexOf[i]);
            offsets[i + 1] = (int) total;
        }
        byte[] bytes = new byte[BytesColumn.checkedLength(total)];
        for (int i = 0; i < rows; i++) {
            BytesArgument from = values[branchOf[i]];
            System.arraycopy(from.bytes(), from.start(indexOf[i]), bytes, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return new BytesColumn(rows, bytes, offsets, nulls);
    }

    private Column concatenated() {
        ColumnBuilder dictionary = ColumnBuilder.of(type, rows);
        int[] ids = new int[rows];
        boolean allConstant = true;
        for (Branch branch : branches) {
            boolean constant = branch.values() instanceof ConstantColumn;
            allConstant &= constant;
            int base = dictionary.size();
            dictionary.appendRange(branch.values(), 0, constant ? 1 : branch.count());
            for (int i = 0; i < branch.count(); i++) {
                ids[branch.positions() == null ? i : branch.positions()[i]] = base + (constant ? 0 : i);
            }
        }
        Column merged = new DictionaryColumn(rows, ids, dictionary.build());
        return allConstant ? merged : merged.flat();
    }

    private static int[] identity(int rows) {
        int[] positions = new int[rows];
        Truth.selectAll(positions, rows);
        return positions;
    }
}
