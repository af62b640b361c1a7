package io.blink.runtime.operator.upsert;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers the rows of a changelog from two sources: the new contents of rows, and what there was before. Used by one thread, for one batch at a time. */
public final class ChangelogRows {
    private final boolean emitsUpdateBefore;
    /** Rows of the new contents; of the old ones the complement. */
    private int[] positions = new int[64];

    private byte[] kinds = new byte[64];
    private int count;
    private boolean insertsOnly = true;
    private boolean newOnly = true;

    public ChangelogRows(boolean emitsUpdateBefore) {
        this.emitsUpdateBefore = emitsUpdateBefore;
    }

    /** +I. */
    public void insert(int newRow) {
        add(newRow, RowKinds.INSERT);
    }

    /** -U, if that goes out, and +U. */
    public void update(int oldRow, int newRow) {
        if (emitsUpdateBefore) {
            add(~oldRow, RowKinds.UPDATE_BEFORE);
        }
        add(newRow, RowKinds.UPDATE_AFTER);
    }

    /** -D. */
    public void delete(int oldRow) {
        add(~oldRow, RowKinds.DELETE);
    }

    private void add(int position, byte kind) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            kinds = Arrays.copyOf(kinds, 2 * count);
        }
        positions[count] = position;
        kinds[count++] = kind;
        insertsOnly &= kind == RowKinds.INSERT;
        newOnly &= position >= 0;
    }

    /** What was added, which is forgotten, or {@code null} if that was nothing. Sources that no row refers to may be {@code null}. */
    public Batch take(List<Column> newRows, List<Column> oldRows) {
        if (count == 0) {
            return null;
        }
        List<Column> columns = new ArrayList<>(newRows == null ? oldRows.size() : newRows.size());
        if (newOnly) {
            newRows.forEach(column -> columns.add(column.take(positions, 0, count)));
        } else {
            int shift = newRows == null ? 0 : newRows.get(0).size();
            for (int i = 0; i < count; i++) {
                positions[i] = positions[i] < 0 ? shift + ~positions[i] : positions[i];
            }
            for (int c = 0; c < oldRows.size(); c++) {
                Column source = newRows == null
                        ? oldRows.get(c)
                        : ColumnConcatenation.of(List.of(newRows.get(c), oldRows.get(c)));
                columns.add(source.take(positions, 0, count));
            }
        }
        Batch batch = new Batch(count, columns, insertsOnly ? null : Arrays.copyOf(kinds, count));
        count = 0;
        insertsOnly = true;
        newOnly = true;
        return batch;
    }
}
