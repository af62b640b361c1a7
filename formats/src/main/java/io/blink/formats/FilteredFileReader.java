package io.blink.formats;

import io.blink.core.column.Batch;
import io.blink.core.expression.Expression;
import io.blink.core.spi.connector.RowPredicate;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.formats.selection.RowSelection;
import java.io.IOException;
import java.util.List;

/** Tests the rows of a reader that does not, all columns of them read, and takes away the columns that only filters need. */
final class FilteredFileReader implements FileReader {
    private final FileReader reader;
    private final int columns;
    /** {@code null}: every row passes. */
    private final RowPredicate predicate;

    private int[] positions = new int[0];
    private long rowsFiltered;

    private FilteredFileReader(FileReader reader, ReadRequest request) {
        this.reader = reader;
        this.columns = request.columns().size();
        List<Expression> applied = request.strict()
                ? request.filters().stream().filter(RowSelection::applies).toList()
                : List.of();
        this.predicate = applied.isEmpty() ? null : request.test(applied);
    }

    static FileReader of(FileReader reader, ReadRequest request) {
        boolean done = reader.appliesFilters()
                || (!request.strict() && request.filterColumns().isEmpty());
        return done ? reader : new FilteredFileReader(reader, request);
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        while (true) {
            Batch batch = reader.next(maxRows);
            if (batch == null) {
                return null;
            }
            Batch passed = predicate == null ? batch : passed(batch);
            if (passed.rowCount() > 0) {
                return new Batch(passed.rowCount(), passed.columns().subList(0, columns));
            }
        }
    }

    private Batch passed(Batch batch) {
        positions = positions.length < batch.rowCount() ? new int[batch.rowCount()] : positions;
        int count = predicate.select(batch, positions);
        rowsFiltered += batch.rowCount() - count;
        return count == batch.rowCount() ? batch : batch.take(positions, 0, count);
    }

    @Override
    public boolean appliesFilters() {
        return true;
    }

    @Override
    public boolean appliesKeyFilters() {
        return reader.appliesKeyFilters();
    }

    @Override
    public ScanFigures figures() {
        return reader.figures().plus(ScanFigures.ofFile(0, 0, 0, rowsFiltered, 0));
    }

    @Override
    public long heldBytesMost() {
        return reader.heldBytesMost();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
