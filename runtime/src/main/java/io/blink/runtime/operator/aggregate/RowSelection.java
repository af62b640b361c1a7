package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import java.util.ArrayList;
import java.util.List;

/** The rows of a batch that one aggregate takes: those that its filter lets through and whose arguments are not NULL. Reused from batch to batch. */
final class RowSelection {
    private int[] positions = new int[0];
    private int[] groups = new int[0];
    private List<Column> arguments = List.of();
    private int count;

    /**
     * Selects from a batch.
     *
     * @param filterColumn -1: none
     * @param rowGroups the group of each row
     */
    void select(Batch batch, int filterColumn, int[] argumentColumns, boolean takesNulls, int[] rowGroups) {
        List<Column> flat = new ArrayList<>(argumentColumns.length);
        boolean all = filterColumn < 0;
        for (int column : argumentColumns) {
            flat.add(batch.column(column).flat());
            all &= takesNulls || !flat.get(flat.size() - 1).mayHaveNulls();
        }
        if (all) {
            groups = rowGroups;
            arguments = flat;
            count = batch.rowCount();
            return;
        }
        selectPositions(batch, filterColumn, takesNulls ? List.of() : flat);
        groups = new int[count];
        for (int i = 0; i < count; i++) {
            groups[i] = rowGroups[positions[i]];
        }
        arguments =
                flat.stream().map(column -> column.take(positions, 0, count)).toList();
    }

    private void selectPositions(Batch batch, int filterColumn, List<Column> notNull) {
        int rows = batch.rowCount();
        if (positions.length < rows) {
            positions = new int[rows];
        }
        boolean[] dropped = new boolean[rows];
        for (Column column : notNull) {
            if (column.mayHaveNulls()) {
                for (int i = 0; i < rows; i++) {
                    dropped[i] |= column.isNull(i);
                }
            }
        }
        if (filterColumn >= 0) {
            ByteColumn filter = (ByteColumn) batch.column(filterColumn).flat();
            for (int i = 0; i < rows; i++) {
                dropped[i] |= filter.isNull(i) || filter.values()[i] == 0;
            }
        }
        count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            count += dropped[i] ? 0 : 1;
        }
    }

    /** The group of each selected row. */
    int[] groups() {
        return groups;
    }

    /** Flat, of the selected rows. */
    List<Column> arguments() {
        return arguments;
    }

    int count() {
        return count;
    }
}
