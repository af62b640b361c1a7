package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.ColumnChoice;
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
        return choice == null ? concatenated() : scattered(choice);
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
