package io.blink.formats.orc;

import io.blink.core.column.Column;
import io.blink.formats.selection.SelectiveReading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.orc.StripeInformation;

/** The rows of the stripes of a part of a file, without the row groups whose statistics and Bloom filters rule every row out. One thread. */
final class StripeRows implements SelectiveReading.Rows {
    /** Opens a stripe. */
    @FunctionalInterface
    interface Opening {
        Stripe open(StripeInformation stripe) throws IOException;
    }

    private final ColumnPlan plan;
    private final LatestConditions conditions;
    private final List<StripeInformation> stripes;
    private final int rowGroupRows;
    private final int stepRows;
    private final Opening opening;
    private final Runnable endStripe;
    private int stripesRead;
    private long rowGroupsSeen;
    private long rowGroupsSkipped;

    /** Of the stripe at hand; {@code null} before the first. */
    private StripeColumns columns;
    /** Of the stripe at hand, which row groups to read; {@code null}: all. */
    private boolean[] rowGroups;
    /** In the stripe: where the row groups in a row end that are being read. */
    private long rangeEnd;

    /**
     * @param rowGroupRows 0: the file has no row indexes
     * @param endStripe called when what was read of a stripe is done with
     */
    StripeRows(
            ColumnPlan plan,
            LatestConditions conditions,
            List<StripeInformation> stripes,
            int rowGroupRows,
            int stepRows,
            Opening opening,
            Runnable endStripe) {
        this.plan = plan;
        this.conditions = conditions;
        this.stripes = stripes;
        this.rowGroupRows = rowGroupRows;
        this.stepRows = stepRows;
        this.opening = opening;
        this.endStripe = endStripe;
    }

    @Override
    public long available() throws IOException {
        if (columns == null || columns.row() == rangeEnd) {
            return nextRange() ? rangeEnd - columns.row() : 0;
        }
        return rangeEnd - columns.row();
    }

    /** Goes to the next row groups that may have rows, in this stripe or in another; whether there are any. */
    private boolean nextRange() throws IOException {
        while (true) {
            if (columns != null && openRange()) {
                return true;
            }
            close();
            if (stripesRead == stripes.size()) {
                return false;
            }
            Stripe stripe = opening.open(stripes.get(stripesRead++));
            columns = new StripeColumns(plan, stripe, rowGroupRows);
            rangeEnd = 0;
            rowGroups = conditions.possible(stripe);
            countRowGroups(stripe.rows());
        }
    }

    private void countRowGroups(long rows) {
        rowGroupsSeen += rowGroupRows == 0 ? 1 : (rows + rowGroupRows - 1) / rowGroupRows;
        for (int i = 0; rowGroups != null && i < rowGroups.length; i++) {
            rowGroupsSkipped += rowGroups[i] ? 0 : 1;
        }
    }

    /** Whether there is another range in the stripe at hand. */
    private boolean openRange() {
        long rows = columns.stripe().rows();
        if (rowGroups == null) {
            boolean first = rangeEnd == 0;
            rangeEnd = rows;
            return first && rows > 0;
        }
        int next = (int) ((rangeEnd + rowGroupRows - 1) / rowGroupRows);
        while (next < rowGroups.length && !rowGroups[next]) {
            next++;
        }
        if (next >= rowGroups.length) {
            return false;
        }
        int end = next;
        while (end < rowGroups.length && rowGroups[end]) {
            end++;
        }
        columns.goTo((long) next * rowGroupRows);
        rangeEnd = Math.min(rows, (long) end * rowGroupRows);
        return columns.row() < rangeEnd;
    }

    /** Nothing of the stripe at hand is needed any more. */
    void close() {
        endStripe.run();
        if (columns != null) {
            columns.stripe().release();
            columns = null;
        }
    }

    /** Where the stripe at hand is, for errors; empty before the first. */
    Optional<StripeInformation> stripe() {
        return stripesRead == 0 ? Optional.empty() : Optional.of(stripes.get(stripesRead - 1));
    }

    long rowGroupsSeen() {
        return rowGroupsSeen;
    }

    long rowGroupsSkipped() {
        return rowGroupsSkipped;
    }

    @Override
    public int stepRows() {
        return stepRows;
    }

    @Override
    public Column all(int column, int rows) throws IOException {
        return columns.read(column, rows);
    }

    @Override
    public Column passed(int column, int rows, int[] positions, int count) throws IOException {
        return columns.read(column, rows, positions, count);
    }

    @Override
    public Column passed(Column read) {
        return read;
    }

    @Override
    public Column read(int column, int rows) throws IOException {
        return columns.read(column, rows);
    }

    @Override
    public Column read(int column, int rows, int[] positions, int count) throws IOException {
        return columns.read(column, rows, positions, count);
    }

    @Override
    public void advance(int rows) {
        columns.goTo(columns.row() + rows);
    }
}
