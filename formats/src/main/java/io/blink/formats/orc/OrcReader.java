package io.blink.formats.orc;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FileReader;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import io.blink.formats.orc.stream.ChunkCodec;
import io.blink.formats.parquet.selection.RowSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;

/**
 * Reads the stripes that begin in a part of a file, leaving out the row groups whose statistics and Bloom filters rule every row out. Of the others it decodes the columns that have a
 * condition first, and the rest of the columns only for the rows that pass.
 */
final class OrcReader implements FileReader {
    private static final int STRETCH_MAX = 8;

    private final InputFile file;
    private final Reader footer;
    private final ColumnPlan plan;
    private final ChunkCodec codec;
    private final RowSelection selection;
    private final Optional<RowGroupConditions> conditions;
    private final List<StripeInformation> stripes;
    private int stripesRead;
    private long rowGroupsSeen;
    private long rowGroupsSkipped;

    /** Of the stripe at hand; {@code null} before the first. */
    private StripeColumns columns;
    /** Of the stripe at hand, which row groups to read; {@code null}: all. */
    private boolean[] rowGroups;
    /** In the stripe: where the row groups in a row end that are being read. */
    private long rangeEnd;
    /** Rows of a step for each row wanted: more where conditions leave few of them, so that batches are not tiny. */
    private int stretch = 1;

    /** Rows that passed and have not been returned yet; {@code null} if there are none. */
    private Batch rest;

    private OrcReader(InputFile file, Reader footer, ReadRequest request, ColumnPlan plan, ChunkCodec codec)
            throws IOException {
        this.file = file;
        this.footer = footer;
        this.plan = plan;
        this.codec = codec;
        this.selection = RowSelection.of(request);
        this.conditions = RowGroupConditions.of(footer, request);
        long end = request.offset() + OrcFooters.rangeLength(file, request);
        this.stripes = footer.getStripes().stream()
                .filter(stripe -> stripe.getOffset() >= request.offset() && stripe.getOffset() < end)
                .toList();
    }

    /** Empty for a file, or types of columns, that orc-core has to read. @param footer closed with the reader */
    static Optional<OrcReader> of(InputFile file, Reader footer, ReadRequest request) throws IOException {
        boolean usual =
                footer.getFileVersion() == OrcFile.Version.V_0_12 && footer.getColumnEncryptionKeys().length == 0;
        Optional<ColumnPlan> plan = usual ? ColumnPlan.of(request, footer.getSchema()) : Optional.empty();
        Optional<ChunkCodec> codec = ChunkCodec.of(footer.getCompressionKind(), footer.getCompressionSize());
        return plan.isEmpty() || codec.isEmpty()
                ? Optional.empty()
                : Optional.of(new OrcReader(file, footer, request, plan.get(), codec.get()));
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        try {
            while (rest == null) {
                if (columns == null || columns.row() == rangeEnd) {
                    if (!nextRange()) {
                        return null;
                    }
                }
                int rows = (int) Math.min((long) maxRows * stretch, rangeEnd - columns.row());
                rest = selection.isActive() ? selected(rows) : all(rows);
                columns.goTo(columns.row() + rows);
                stretch = stretch(rows, maxRows);
            }
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw OrcFooters.damaged(file, place(), e);
        }
        Batch batch = rest;
        if (batch.rowCount() <= maxRows) {
            rest = null;
            return batch;
        }
        rest = batch.slice(maxRows, batch.rowCount() - maxRows);
        return batch.slice(0, maxRows);
    }

    private int stretch(int rows, int maxRows) {
        int passed = rest == null ? 0 : rest.rowCount();
        if (!selection.isActive() || passed > maxRows) {
            return 1;
        }
        boolean few = rows >= maxRows && (long) passed << 2 < maxRows;
        return few ? Math.min(STRETCH_MAX, stretch << 1) : stretch;
    }

    private Batch all(int rows) throws IOException {
        List<Column> read = new ArrayList<>(plan.size());
        for (int i = 0; i < plan.size(); i++) {
            read.add(columns.read(i, rows));
        }
        return new Batch(rows, read);
    }

    /** Of the next rows those that pass; {@code null} if none does. Columns without a condition are decoded for these alone. */
    private Batch selected(int rows) throws IOException {
        Column[] read = new Column[plan.size()];
        int count = selection.select(columns, read, rows);
        if (count == 0) {
            return null;
        }
        for (int i = 0; i < read.length; i++) {
            if (read[i] == null) {
                read[i] = columns.read(i, rows, selection.positions(), count);
            }
        }
        return new Batch(count, Arrays.asList(read));
    }

    /** Goes to the next row groups that may have rows, in this stripe or in another; whether there are any. */
    private boolean nextRange() throws IOException {
        while (true) {
            if (columns != null && openRange()) {
                return true;
            }
            endStripe();
            if (stripesRead == stripes.size()) {
                return false;
            }
            Stripe stripe = Stripe.open(file, footer, stripes.get(stripesRead++), codec);
            columns = new StripeColumns(plan, stripe, footer.getRowIndexStride());
            rangeEnd = 0;
            rowGroups = conditions.isEmpty() ? null : conditions.get().possible(stripe);
            countRowGroups(stripe.rows());
        }
    }

    private void countRowGroups(long rows) {
        int rowGroupRows = footer.getRowIndexStride();
        rowGroupsSeen += rowGroupRows == 0 ? 1 : (rows + rowGroupRows - 1) / rowGroupRows;
        for (int i = 0; rowGroups != null && i < rowGroups.length; i++) {
            rowGroupsSkipped += rowGroups[i] ? 0 : 1;
        }
    }

    @Override
    public ScanFigures figures() {
        return ScanFigures.ofFile(
                rowGroupsSeen, rowGroupsSkipped, 0, selection.rowsFiltered(), selection.rowsKeyFiltered());
    }

    /** Whether there is another range in the stripe at hand. */
    private boolean openRange() {
        long rows = columns.stripe().rows();
        if (rowGroups == null) {
            boolean first = rangeEnd == 0;
            rangeEnd = rows;
            return first && rows > 0;
        }
        int rowGroupRows = footer.getRowIndexStride();
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

    private void endStripe() {
        selection.endRowGroup();
        if (columns != null) {
            columns.stripe().release();
            columns = null;
        }
    }

    private String place() {
        int current = stripesRead - 1;
        return current < 0 ? "" : ", stripe at byte " + stripes.get(current).getOffset();
    }

    @Override
    public boolean appliesKeyFilters() {
        return true;
    }

    @Override
    public void close() throws IOException {
        try (InputFile closing = file) {
            footer.close();
        }
    }
}
