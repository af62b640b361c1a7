package io.blink.runtime.operator.changelog;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.runtime.operator.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts the kind of each row before its columns; the rows are insertions then. */
public final class ChangelogColumnOperator implements Operator {
    /** In the order of {@link io.blink.core.column.RowKind}, two bytes each. */
    private static final Column NAMES =
            new BytesColumn(4, "+I-U+U-D".getBytes(StandardCharsets.UTF_8), new int[] {0, 2, 4, 6, 8}, null);

    private Batch pending;
    private boolean ended;

    @Override
    public boolean needsInput(int input) {
        return pending == null && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        List<Column> columns = new ArrayList<>();
        columns.add(names(batch));
        columns.addAll(batch.columns());
        pending = new Batch(batch.rowCount(), columns);
    }

    private static Column names(Batch batch) {
        int rows = batch.rowCount();
        if (batch.rowKinds() == null) {
            return new ConstantColumn(rows, NAMES.slice(0, 1));
        }
        int[] ids = new int[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = batch.rowKinds()[i];
        }
        return new DictionaryColumn(rows, ids, NAMES);
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public boolean finished() {
        return ended && pending == null;
    }

    @Override
    public void close() {
        pending = null;
    }
}
