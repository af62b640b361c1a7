package io.blink.runtime.operator.changelog;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.runtime.operator.BatchwiseOperator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts the kind of each row before its columns; the rows are insertions then. */
public final class ChangelogColumnOperator extends BatchwiseOperator {
    /** In the order of {@link io.blink.core.column.RowKind}, two bytes each. */
    private static final Column NAMES =
            new BytesColumn(4, "+I-U+U-D".getBytes(StandardCharsets.UTF_8), new int[] {0, 2, 4, 6, 8}, null);

    @Override
    protected Batch answer(Batch batch) {
        List<Column> columns = new ArrayList<>();
        columns.add(names(batch));
        columns.addAll(batch.columns());
        return new Batch(batch.rowCount(), columns);
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
}
