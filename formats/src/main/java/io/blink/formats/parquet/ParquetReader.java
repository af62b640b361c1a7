package io.blink.formats.parquet;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import io.blink.formats.parquet.column.AbsentColumnReader;
import io.blink.formats.parquet.column.FlatColumnReader;
import io.blink.formats.parquet.column.LeafConversion;
import io.blink.formats.parquet.column.NestedColumnReader;
import io.blink.formats.parquet.column.ParquetColumnReader;
import io.blink.formats.parquet.metadata.NestedProjection;
import io.blink.formats.parquet.metadata.ParquetTypes;
import io.blink.formats.parquet.metadata.WriterCalendar;
import io.blink.formats.parquet.page.LeafPages;
import io.blink.formats.parquet.page.PageCodecs;
import io.blink.formats.parquet.page.SpareArrays;
import io.blink.formats.parquet.selection.RowSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the rows of a part of a file: of those row groups and pages in which a row may pass (see {@link RowGroups}) it decodes the columns that have a condition first, and the rest
 * of the columns only for the rows that pass.
 */
final class ParquetReader implements FileReader {
    private static final int STRETCH_MAX = 8;

    private final InputFile file;
    private final ReadRequest request;
    private final RowGroups rowGroups;
    private final MessageType schema;
    private final WriterCalendar calendar;
    private final List<Type> storedColumns = new ArrayList<>();

    private final PageCodecs codecs;
    private final RowSelection selection;
    private final ConditionColumns conditionColumns = new ConditionColumns();

    /** Of the range at hand. */
    private long rowsLeft;
    /** Rows of a step for each row wanted: more where conditions leave few of them, so that batches are not tiny. */
    private int stretch = 1;

    /** Rows that passed and have not been returned yet; {@code null} if there are none. */
    private Batch rest;

    private int rangesOpened;
    /** Of the row group, where the columns stand. */
    private long nextRow;

    private List<ParquetColumnReader> columns = List.of();

    /**
     * @param footer the file's
     * @param spare where arrays come from and go to
     */
    ParquetReader(InputFile file, ParquetMetadata footer, ReadRequest request, SpareArrays spare) throws IOException {
        this.file = file;
        this.request = request;
        this.calendar = WriterCalendar.of(footer.getFileMetaData().getKeyValueMetaData(), request.timeZone());
        this.schema = footer.getFileMetaData().getSchema();
        request.columns().forEach(column -> storedColumns.add(storedColumn(column)));
        List<Type> wanted =
                storedColumns.stream().filter(Objects::nonNull).distinct().toList();
        // Statistics of a file of the old calendar are compared with nothing: its days before 1582 are others than they
        // say.
        this.codecs = new PageCodecs(HadoopCodecs.newFactory(new PlainParquetConfiguration(), 0), spare);
        this.rowGroups = new RowGroups(file, footer, request, wanted, !calendar.isOld(), codecs, spare);
        this.selection = RowSelection.of(request);
    }

    private Type storedColumn(Field column) {
        return schema.getFields().stream()
                .filter(type -> type.getName().equalsIgnoreCase(column.name()))
                .findFirst()
                .map(type -> NestedProjection.of(type, column.type()))
                .orElse(null);
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        while (rest == null) {
            while (rowsLeft == 0) {
                if (!openRange()) {
                    return null;
                }
            }
            int rows = (int) Math.min((long) maxRows * stretch, rowsLeft);
            rowsLeft -= rows;
            nextRow += rows;
            rest = selection.isActive() ? selected(rows) : all(rows);
            stretch = stretch(rows, maxRows);
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
        List<Column> read = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            read.add(readColumn(i, reader -> reader.read(rows)));
        }
        return new Batch(rows, read);
    }

    /** Of the next rows those that pass; {@code null} if none does. Columns without a condition are decoded for these alone. */
    private Batch selected(int rows) throws IOException {
        Column[] read = new Column[columns.size()];
        int count = selection.select(conditionColumns, read, rows);
        int[] positions = selection.positions();
        for (int i = 0; i < read.length; i++) {
            if (read[i] == null) {
                read[i] = readColumn(i, reader -> read(reader, rows, positions, count));
            } else if (!keepsDictionary(read[i])) {
                read[i] = read[i].flat();
            }
        }
        return count == 0 ? null : new Batch(count, Arrays.asList(read));
    }

    private static boolean keepsDictionary(Column column) {
        return !(column instanceof DictionaryColumn) || LeafConversion.keepsDictionary(column.physicalType());
    }

    private static Column read(ParquetColumnReader reader, int rows, int[] positions, int count) throws IOException {
        if (count == 0) {
            reader.skip(rows);
            return null;
        }
        return count == rows ? reader.read(rows) : reader.read(rows, positions, count);
    }

    /** Columns for conditions: ids suffice, since a condition is evaluated for each entry of a dictionary. */
    private final class ConditionColumns implements RowSelection.Source {
        @Override
        public Column read(int column, int rows) throws IOException {
            return readColumn(column, reader -> reader.readEncoded(rows));
        }

        @Override
        public Column read(int column, int rows, int[] positions, int count) throws IOException {
            return readColumn(column, reader -> reader.readEncoded(rows, positions, count));
        }
    }

    @FunctionalInterface
    private interface Reading {
        Column read(ParquetColumnReader reader) throws IOException;
    }

    private Column readColumn(int index, Reading reading) throws IOException {
        try {
            return reading.read(columns.get(index));
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw rowGroups.damaged("column " + request.columns().get(index).name(), e);
        }
    }

    /** Goes on to the next rows that may pass; false at the end. */
    private boolean openRange() throws IOException {
        try {
            if (rangesOpened == rowGroups.ranges().size()) {
                endRowGroup();
                rangesOpened = 0;
                if (!rowGroups.next()) {
                    return false;
                }
                openColumns();
            }
            RowRange range = rowGroups.ranges().get(rangesOpened++);
            for (long gap = range.first() - nextRow; gap > 0; gap = range.first() - nextRow) {
                int rows = (int) Math.min(gap, Integer.MAX_VALUE);
                for (ParquetColumnReader column : columns) {
                    column.skip(rows);
                }
                nextRow += rows;
            }
            rowsLeft = range.count();
            return true;
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw rowGroups.damaged("pages", e);
        }
    }

    private void openColumns() throws IOException {
        List<ParquetColumnReader> opened = new ArrayList<>();
        for (int i = 0; i < storedColumns.size(); i++) {
            opened.add(
                    columnReader(storedColumns.get(i), request.columns().get(i).type(), rowGroups.pages()));
        }
        columns = opened;
        nextRow = 0;
    }

    private void endRowGroup() {
        columns = List.of();
        codecs.endRowGroup();
        selection.endRowGroup();
    }

    private ParquetColumnReader columnReader(Type stored, DataType wanted, PageReadStore rowGroup) throws IOException {
        if (stored == null) {
            return new AbsentColumnReader(wanted);
        }
        if (stored.isPrimitive() && !stored.isRepetition(Type.Repetition.REPEATED)) {
            LeafPages pages = pages(List.of(stored.getName()), rowGroup);
            return FlatColumnReader.of(pages, conversion(pages, wanted));
        }
        DataType storedType = ParquetTypes.dataType(stored);
        if (storedType.kind() != wanted.kind()
                || storedType.fields().size() < wanted.fields().size()) {
            throw new BlinkException(
                    FormatErrorCode.COLUMN_TYPE_MISMATCH,
                    "Column '" + stored.getName() + "' is " + wanted + " in the table, but " + storedType + " in "
                            + file.path());
        }
        return new NestedColumnReader(stored, wanted, new NestedColumnReader.LeafSource() {
            @Override
            public LeafPages pages(List<String> path) throws IOException {
                return ParquetReader.this.pages(path, rowGroup);
            }

            @Override
            public LeafConversion conversion(LeafPages pages, DataType leafType) {
                return ParquetReader.this.conversion(pages, leafType);
            }
        });
    }

    private LeafPages pages(List<String> path, PageReadStore rowGroup) throws IOException {
        ColumnDescriptor descriptor = schema.getColumnDescription(path.toArray(String[]::new));
        return new LeafPages(file.path(), descriptor, rowGroup.getPageReader(descriptor), codecs);
    }

    private LeafConversion conversion(LeafPages pages, DataType wanted) {
        String name = String.join(".", pages.column().getPath());
        return new LeafConversion(file.path(), name, pages.column().getPrimitiveType(), wanted, calendar);
    }

    @Override
    public ScanFigures figures() {
        return ScanFigures.ofFile(
                rowGroups.count(),
                rowGroups.skipped(),
                rowGroups.rowsSkipped(),
                selection.rowsFiltered(),
                selection.rowsKeyFiltered());
    }

    @Override
    public boolean appliesKeyFilters() {
        return true;
    }

    @Override
    public void close() throws IOException {
        try (InputFile closing = file) {
            endRowGroup();
            rowGroups.close();
        }
    }
}
