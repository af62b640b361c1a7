package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.ArrayList;
import java.util.List;

/** The rows of a batch that one aggregate takes: those that its filter lets through and whose arguments are not NULL. Reused from batch to batch. */
public final class RowSelection {
    private int[] positions = new int[0];
    private int[] selectedGroups = new int[0];
    private int[] groups = new int[0];
    private List<Column> arguments = List.of();
    private int count;

    /**
     * Selects from a batch.
     *
     * @param filterColumn -1: none
     * @param rowGroups the group of each row
     */
    public void select(Batch batch, int filterColumn, int[] argumentColumns, boolean takesNulls, int[] rowGroups) {
        List<Column> flat = new ArrayList<>(argumentColumns.length);
        for (int column : argumentColumns) {
            flat.add(batch.column(column).flat());
        }
        int rows = batch.rowCount();
        boolean[] dropped = takesNulls ? null : NullFlags.union(flat.toArray(Column[]::new), rows);
        if (filterColumn >= 0) {
            dropped = dropUnfiltered((ByteColumn) batch.column(filterColumn).flat(), dropped, rows);
        }
        count = dropped == null ? rows : selectPositions(dropped, rows);
        if (count == rows) {
            groups = rowGroups;
            arguments = flat;
            return;
        }
        takeGroups(rowGroups);
        arguments =
                flat.stream().map(column -> column.take(positions, 0, count)).toList();
    }

    private static boolean[] dropUnfiltered(ByteColumn filter, boolean[] nulls, int rows) {
        boolean[] dropped = NullFlags.copy(nulls, rows);
        for (int i = 0; i < rows; i++) {
            dropped[i] |= filter.isNull(i) || filter.values()[i] == 0;
        }
        return dropped;
    }

    private int selectPositions(boolean[] dropped, int rows) {
        if (positions.length < rows) {
            positions = new int[rows];
        }
        int[] target = positions;
        int selected = 0;
        for (int i = 0; i < rows; i++) {
            target[selected] = i;
            selected += dropped[i] ? 0 : 1;
        }
        return selected;
    }

    private void takeGroups(int[] rowGroups) {
        if (selectedGroups.length < count) {
            selectedGroups = new int[positions.length];
        }
        int[] target = selectedGroups;
        for (int i = 0; i < count; i++) {
            target[i] = rowGroups[positions[i]];
        }
        groups = target;
    }

    /** The group of each selected row. */
    public int[] groups() {
        return groups;
    }

    /** Flat, of the selected rows. */
    public List<Column> arguments() {
        return arguments;
    }

    public int count() {
        return count;
    }
}
