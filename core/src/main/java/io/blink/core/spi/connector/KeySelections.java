package io.blink.core.spi.connector;

import io.blink.core.column.Batch;
import java.util.List;

/** Applies the key filters of a scan to whole batches. One thread at a time. */
public final class KeySelections {
    private final List<KeySelection> selections;
    private int[] positions = new int[0];

    public KeySelections(List<KeyFilter> filters) {
        selections = filters.stream().map(KeySelection::new).toList();
    }

    /** The rows that all filters pass; {@code null} if there are none. */
    public Batch select(Batch batch) {
        int rows = batch.rowCount();
        if (positions.length < rows) {
            positions = new int[rows];
        }
        for (int i = 0; i < rows; i++) {
            positions[i] = i;
        }
        int count = rows;
        for (KeySelection selection : selections) {
            if (count > 0 && !selection.passesMost()) {
                count = selection.select(batch.column(selection.filter().column()), positions, count);
            }
        }
        if (count == rows) {
            return batch;
        }
        return count == 0 ? null : batch.take(positions, 0, count);
    }
}
