package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.RowKinds;

/** Rows of a side that nothing to come will match any more: they are not kept. Where rows without a match are wanted, these go out at once. */
final class PassedRows implements RowTaker {
    private final SideLayout layout;
    private final boolean emitsUnmatched;
    private final AloneRows alone;

    /** @param emitsUnmatched whether rows without a match are wanted */
    PassedRows(SideLayout layout, boolean emitsUnmatched, AloneRows alone) {
        this.layout = layout;
        this.emitsUnmatched = emitsUnmatched;
        this.alone = alone;
    }

    @Override
    public RowChanges resolve(Batch batch) {
        return RowChanges.insertions(batch, layout);
    }

    @Override
    public void store(RowChanges changes, long[] matches) {
        for (int c = 0; emitsUnmatched && c < changes.count(); c++) {
            if (matches[c] == 0) {
                alone.add(changes.newRows()[c], RowKinds.INSERT, 1);
            }
        }
        alone.emit(changes.content());
    }
}
