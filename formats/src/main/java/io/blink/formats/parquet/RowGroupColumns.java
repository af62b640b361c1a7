package io.blink.formats.parquet;

import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.formats.ReadFailure;
import io.blink.formats.parquet.column.LeafConversion;
import io.blink.formats.parquet.column.ParquetColumnReader;
import io.blink.formats.selection.SelectiveReading;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The wanted columns of the row groups of a part of a file. A column is opened when its first value is needed, and passes over the rows that it was not read for when it is needed again. One
 * thread.
 */
final class RowGroupColumns implements SelectiveReading.Rows {
    /** Rows that are passed over at once, in columns that decode what they pass over. */
    private static final int PASSED_ROWS_MAX = 4096;

    /** Opens a column of the row group at hand. */
    @FunctionalInterface
    interface Opening {
        ParquetColumnReader open(int column) throws IOException;
    }

    private final RowGroups rowGroups;
    private final Opening opening;
    private final Runnable endRowGroup;
    private final List<Field> columns;
    private final ParquetColumnReader[] readers;
    /** For each column the row that its reader stands before. */
    private final long[] readTo;

    private int rangesOpened;
    /** Of the row group. */
    private long row;
    /** Of the range at hand. */
    private long end;

    private int stepRows = 1;

    /** @param endRowGroup called when what was read of a row group is done with */
    RowGroupColumns(RowGroups rowGroups, List<Field> columns, Opening opening, Runnable endRowGroup) {
        this.rowGroups = rowGroups;
        this.opening = opening;
        this.endRowGroup = endRowGroup;
        this.columns = columns;
        this.readers = new ParquetColumnReader[columns.size()];
        this.readTo = new long[columns.size()];
    }

    @Override
    public long available() throws IOException {
        try {
            while (row == end) {
                if (rangesOpened == rowGroups.ranges().size() && !nextRowGroup()) {
                    return 0;
                }
                RowRange range = rowGroups.ranges().get(rangesOpened++);
                row = range.first();
                end = range.end();
            }
            return end - row;
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw rowGroups.damaged("pages", e);
        }
    }

    private boolean nextRowGroup() throws IOException {
        close();
        rangesOpened = 0;
        if (!rowGroups.next()) {
            return false;
        }
        stepRows = SelectiveReading.stepRows(rowGroups.chunks().rowBytes());
        return true;
    }

    /** Nothing of the row group at hand is needed any more. */
    void close() {
        Arrays.fill(readers, null);
        Arrays.fill(readTo, 0);
        endRowGroup.run();
    }

    @Override
    public int stepRows() {
        return stepRows;
    }

    @Override
    public void advance(int rows) {
        row += rows;
    }

    @Override
    public Column all(int column, int rows) throws IOException {
        return read(column, rows, reader -> reader.read(rows));
    }

    @Override
    public Column passed(int column, int rows, int[] positions, int count) throws IOException {
        return read(column, rows, reader -> reader.read(rows, positions, count));
    }

    /** Ids suffice for conditions, since one is evaluated for each entry of a dictionary; not every column is handed on so. */
    @Override
    public Column passed(Column read) {
        boolean kept = !(read instanceof DictionaryColumn) || LeafConversion.keepsDictionary(read.physicalType());
        return kept ? read : read.flat();
    }

    @Override
    public Column read(int column, int rows) throws IOException {
        return read(column, rows, reader -> reader.readEncoded(rows));
    }

    @Override
    public Column read(int column, int rows, int[] positions, int count) throws IOException {
        return read(column, rows, reader -> reader.readEncoded(rows, positions, count));
    }

    @FunctionalInterface
    private interface Reading {
        Column read(ParquetColumnReader reader) throws IOException;
    }

    private Column read(int column, int rows, Reading reading) throws IOException {
        try {
            Column read = reading.read(reader(column));
            readTo[column] = row + rows;
            return read;
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw rowGroups.damaged("column " + columns.get(column).name(), e);
        }
    }

    private ParquetColumnReader reader(int column) throws IOException {
        if (readers[column] == null) {
            readers[column] = opening.open(column);
        }
        while (readTo[column] < row) {
            int step = (int) Math.min(row - readTo[column], PASSED_ROWS_MAX);
            readers[column].skip(step);
            readTo[column] += step;
        }
        return readers[column];
    }
}
