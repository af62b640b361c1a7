package io.blink.runtime.operator.scan;

import io.blink.core.column.Batch;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.KeySelections;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.SplitReader;
import java.util.List;

/** Leaves out the rows that key filters do not pass, where the reader itself does not. */
final class FilteredSplitReader implements SplitReader {
    private final SplitReader reader;
    private final KeySelections selections;
    private long rowsLeftOut;

    private FilteredSplitReader(SplitReader reader, List<KeyFilter> filters) {
        this.reader = reader;
        this.selections = new KeySelections(filters);
    }

    static SplitReader of(SplitReader reader, List<KeyFilter> filters) {
        return filters.isEmpty() ? reader : new FilteredSplitReader(reader, filters);
    }

    @Override
    public boolean blocking() {
        return reader.blocking();
    }

    @Override
    public Batch next(int maxRows) {
        while (true) {
            Batch batch = reader.next(maxRows);
            if (batch == null || reader.appliesKeyFilters()) {
                return batch;
            }
            Batch selected = selections.select(batch);
            rowsLeftOut += batch.rowCount() - (selected == null ? 0 : selected.rowCount());
            if (selected != null) {
                return selected;
            }
        }
    }

    @Override
    public boolean finished() {
        return reader.finished();
    }

    @Override
    public long readyAtNanos() {
        return reader.readyAtNanos();
    }

    @Override
    public String position() {
        return reader.position();
    }

    @Override
    public void completed(String checkpointed) {
        reader.completed(checkpointed);
    }

    @Override
    public boolean appliesKeyFilters() {
        return true;
    }

    @Override
    public ScanFigures figures() {
        return reader.figures().withKeyFiltered(rowsLeftOut);
    }

    @Override
    public long heldBytesMost() {
        return reader.heldBytesMost();
    }

    @Override
    public void close() {
        reader.close();
    }
}
