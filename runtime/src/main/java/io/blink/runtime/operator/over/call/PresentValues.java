package io.blink.runtime.operator.over.call;

import io.blink.core.column.Batch;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.operator.over.page.RowMarks;
import java.util.Arrays;

/** Marks the rows where a column is not NULL. */
public final class PresentValues {
    private final int column;
    private final RowMarks marks = new RowMarks();

    public PresentValues(int column) {
        this.column = column;
    }

    /** Adds the next rows. */
    public void observe(Batch batch) {
        int rows = batch.rowCount();
        boolean[] nulls = NullFlags.of(batch.column(column));
        boolean[] present = new boolean[rows];
        Arrays.fill(present, true);
        for (int i = 0; nulls != null && i < rows; i++) {
            present[i] = !nulls[i];
        }
        marks.append(present, rows);
    }

    public RowMarks marks() {
        return marks;
    }
}
