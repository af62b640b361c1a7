package io.blink.formats.orc;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FileReader;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import io.blink.formats.bytes.HeldArrays;
import io.blink.formats.bytes.SpareArrays;
import io.blink.formats.orc.stream.ChunkCodec;
import io.blink.formats.selection.RowSelection;
import io.blink.formats.selection.SelectiveReading;
import java.io.IOException;
import java.util.ArrayList;
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
    private final InputFile file;
    private final Reader footer;
    private final HeldArrays arrays;
    private final RowSelection selection;
    private final StripeRows rows;
    private final SelectiveReading reading;

    private OrcReader(
            InputFile file, Reader footer, ReadRequest request, ColumnPlan plan, ChunkCodec codec, SpareArrays spare)
            throws IOException {
        this.file = file;
        this.footer = footer;
        this.arrays = new HeldArrays(spare);
        this.selection = RowSelection.of(request);
        long end = request.offset() + OrcFooters.rangeLength(file, request);
        List<StripeInformation> stripes = footer.getStripes().stream()
                .filter(stripe -> stripe.getOffset() >= request.offset() && stripe.getOffset() < end)
                .toList();
        this.rows = new StripeRows(
                plan,
                new LatestConditions(footer, request),
                stripes,
                footer.getRowIndexStride(),
                stepRows(footer, plan),
                stripe -> Stripe.open(file, footer, stripe, codec, arrays, request.readAhead()),
                selection::endRowGroup);
        this.reading = new SelectiveReading(
                selection, rows, plan.size(), request.columns().size());
    }

    /** By what the writer says that its rows have in the mean. */
    private static int stepRows(Reader footer, ColumnPlan plan) {
        List<Integer> ids = new ArrayList<>();
        for (boolean conditions : new boolean[] {true, false}) {
            boolean[] wanted = plan.ids(conditions);
            for (int id = 0; id < wanted.length; id++) {
                if (wanted[id]) {
                    ids.add(id);
                }
            }
        }
        double rowBytes = (double) footer.getRawDataSizeFromColIndices(ids) / Math.max(1, footer.getNumberOfRows());
        return SelectiveReading.stepRows(rowBytes);
    }

    /** Empty for a file, or types of columns, that orc-core has to read. @param footer closed with the reader @param spare where arrays come from and go to */
    static Optional<OrcReader> of(InputFile file, Reader footer, ReadRequest request, SpareArrays spare)
            throws IOException {
        boolean usual =
                footer.getFileVersion() == OrcFile.Version.V_0_12 && footer.getColumnEncryptionKeys().length == 0;
        Optional<ColumnPlan> plan = usual ? ColumnPlan.of(request, footer.getSchema()) : Optional.empty();
        Optional<ChunkCodec> codec = ChunkCodec.of(footer.getCompressionKind(), footer.getCompressionSize());
        return plan.isEmpty() || codec.isEmpty()
                ? Optional.empty()
                : Optional.of(new OrcReader(file, footer, request, plan.get(), codec.get(), spare));
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        try {
            return reading.next(maxRows);
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw OrcFooters.damaged(file, place(), e);
        }
    }

    private String place() {
        return rows.stripe()
                .map(stripe -> ", stripe at byte " + stripe.getOffset())
                .orElse("");
    }

    @Override
    public ScanFigures figures() {
        return ScanFigures.ofFile(
                rows.rowGroupsSeen(),
                rows.rowGroupsSkipped(),
                0,
                selection.rowsFiltered(),
                selection.rowsKeyFiltered());
    }

    @Override
    public long heldBytesMost() {
        return arrays.bytesMost();
    }

    @Override
    public boolean appliesFilters() {
        return true;
    }

    @Override
    public boolean appliesKeyFilters() {
        return true;
    }

    @Override
    public void close() throws IOException {
        try (InputFile closing = file) {
            rows.close();
            footer.close();
        }
    }
}
