package io.blink.formats.orc;

import io.blink.core.column.Column;
import io.blink.formats.orc.column.ColumnReaders;
import io.blink.formats.orc.column.OrcColumnReader;
import io.blink.formats.selection.RowSelection;
import java.io.IOException;

/**
 * The wanted columns of one stripe. The bytes of columns that have conditions are read when the first of them is needed, those of the others when the first row passes. A column that was
 * not read for some rows passes over them when it is needed again, by the row index where that saves decoding. One thread.
 */
final class StripeColumns implements RowSelection.Source {
    private final ColumnPlan plan;
    private final Stripe stripe;
    private final int rowGroupRows;
    private final OrcColumnReader[] readers;
    /** For each column the row that its reader stands before. */
    private final long[] readTo;

    private final boolean[] loaded = new boolean[2];
    private boolean indexesLoaded;
    private long row;

    /** @param rowGroupRows 0: the file has no row indexes */
    StripeColumns(ColumnPlan plan, Stripe stripe, int rowGroupRows) {
        this.plan = plan;
        this.stripe = stripe;
        this.rowGroupRows = rowGroupRows;
        this.readers = new OrcColumnReader[plan.size()];
        this.readTo = new long[plan.size()];
    }

    Stripe stripe() {
        return stripe;
    }

    /** Goes to a row further on. */
    void goTo(long to) {
        row = to;
    }

    long row() {
        return row;
    }

    @Override
    public Column read(int column, int rows) throws IOException {
        Column read = reader(column).read(rows);
        readTo[column] = row + rows;
        return read;
    }

    @Override
    public Column read(int column, int rows, int[] positions, int count) throws IOException {
        Column read = count == rows ? reader(column).read(rows) : reader(column).read(rows, positions, count);
        readTo[column] = row + rows;
        return read;
    }

    private OrcColumnReader reader(int column) throws IOException {
        if (readers[column] == null) {
            load(plan.hasCondition(column));
            readers[column] = ColumnReaders.of(plan.stored(column), plan.wanted(column), stripe);
        }
        if (readTo[column] < row) {
            long passed = row - readTo[column];
            if (rowGroupRows > 0 && passed >= rowGroupRows) {
                loadIndexes();
                int rowGroup = (int) (row / rowGroupRows);
                readers[column].seek(stripe.start(rowGroup));
                passed = row - (long) rowGroup * rowGroupRows;
            }
            readers[column].skip(passed);
        }
        return readers[column];
    }

    private void load(boolean conditions) throws IOException {
        int part = conditions ? 0 : 1;
        if (!loaded[part]) {
            loaded[part] = true;
            stripe.load(plan.ids(conditions));
        }
    }

    private void loadIndexes() throws IOException {
        if (!indexesLoaded) {
            indexesLoaded = true;
            stripe.loadRowIndexes(plan.ids(true));
            stripe.loadRowIndexes(plan.ids(false));
        }
    }
}
