package io.blink.formats.parquet;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import io.blink.formats.parquet.column.FlatColumnReader;
import io.blink.formats.parquet.column.LeafConversion;
import io.blink.formats.parquet.column.NestedColumnReader;
import io.blink.formats.parquet.column.NullSpread;
import io.blink.formats.parquet.column.ParquetColumnReader;
import io.blink.formats.parquet.metadata.ParquetFiles;
import io.blink.formats.parquet.metadata.ParquetInput;
import io.blink.formats.parquet.metadata.ParquetTypes;
import io.blink.formats.parquet.metadata.RowGroupFilter;
import io.blink.formats.parquet.metadata.WriterCalendar;
import io.blink.formats.parquet.page.LeafPages;
import io.blink.formats.parquet.page.PageCodecs;
import io.blink.formats.parquet.page.ReusedBuffers;
import io.blink.formats.parquet.selection.RowSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.statisticslevel.StatisticsFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the row groups of a part of a file, leaving out those whose statistics, dictionaries or Bloom filters rule every row out. Of the others it decodes the columns that
 * have a condition first, and the rest of the columns only for the rows that pass.
 */
final class ParquetReader implements FileReader {
    private static final int STRETCH_MAX = 8;

    private final InputFile file;
    private final ReadRequest request;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private final WriterCalendar calendar;
    private final List<Type> storedColumns = new ArrayList<>();

    private final PageCodecs codecs = new PageCodecs(HadoopCodecs.newFactory(new PlainParquetConfiguration(), 0));
    private final RowSelection selection;
    private final ConditionColumns conditionColumns = new ConditionColumns();

    private long rowsLeft;
    /** Rows of a step for each row wanted: more where conditions leave few of them, so that batches are not tiny. */
    private int stretch = 1;

    /** Rows that passed and have not been returned yet; {@code null} if there are none. */
    private Batch rest;

    private int rowGroupsRead;
    private List<ParquetColumnReader> columns = List.of();

    /** @param footer the file's */
    ParquetReader(InputFile file, ParquetMetadata footer, ReadRequest request) throws IOException {
        this.file = file;
        this.request = request;
        this.calendar = WriterCalendar.of(footer.getFileMetaData().getKeyValueMetaData(), request.timeZone());
        this.schema = footer.getFileMetaData().getSchema();
        // Statistics of a file of the old calendar are compared with nothing: its days before 1582 are others than they
        // say.
        Optional<MessageType> compared = calendar.isOld() ? Optional.empty() : Optional.of(schema);
        ParquetReadOptions options = options(request, compared, codecs);
        ParquetMetadata part = new ParquetMetadata(
                footer.getFileMetaData(), possible(rowGroups(footer, request, file.length()), request, compared));
        ParquetInput input = new ParquetInput(file);
        this.reader = ParquetFiles.opened(file, () -> ParquetFileReader.open(input, part, options, input.newStream()));
        for (Field column : request.columns()) {
            storedColumns.add(storedColumn(column.name()));
        }
        requestColumns();
        this.selection = RowSelection.of(request);
    }

    /**
     * Those whose middle lies in the part, so that each belongs to one part of the file. A row group whose stated place lies outside of the file belongs to the first or the last
     * part, which will not find it there.
     */
    private static List<BlockMetaData> rowGroups(ParquetMetadata footer, ReadRequest request, long fileLength) {
        boolean last = request.length() >= fileLength - request.offset();
        return footer.getBlocks().stream()
                .filter(rowGroup -> {
                    long middle = rowGroup.getStartingPos() + rowGroup.getCompressedSize() / 2;
                    return (request.offset() == 0 || middle >= request.offset())
                            && (last || middle < request.offset() + request.length());
                })
                .toList();
    }

    /** Those whose statistics do not rule every row out. */
    private static List<BlockMetaData> possible(
            List<BlockMetaData> rowGroups, ReadRequest request, Optional<MessageType> compared) {
        return compared.flatMap(stored -> RowGroupFilter.predicate(request, stored))
                .map(predicate -> rowGroups.stream()
                        .filter(rowGroup -> !StatisticsFilter.canDrop(predicate, rowGroup.getColumns()))
                        .toList())
                .orElse(rowGroups);
    }

    /** @param compared the file's schema if its statistics may be compared */
    private static ParquetReadOptions options(ReadRequest request, Optional<MessageType> compared, PageCodecs codecs) {
        ParquetReadOptions.Builder options = ParquetFiles.options()
                .withCodecFactory(codecs)
                .withAllocator(new ReusedBuffers())
                .useStatsFilter(false)
                .useDictionaryFilter(true)
                .useBloomFilter(true)
                .useColumnIndexFilter(false);
        compared.flatMap(stored -> RowGroupFilter.equalities(request, stored))
                .ifPresent(predicate -> options.withRecordFilter(FilterCompat.get(predicate)));
        return options.build();
    }

    private Type storedColumn(String name) {
        return schema.getFields().stream()
                .filter(type -> type.getName().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    private void requestColumns() {
        List<Type> wanted =
                storedColumns.stream().filter(type -> type != null).distinct().toList();
        reader.setRequestedSchema(new MessageType(schema.getName(), wanted));
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        while (rest == null) {
            while (rowsLeft == 0) {
                if (!openRowGroup()) {
                    return null;
                }
            }
            int rows = (int) Math.min((long) maxRows * stretch, rowsLeft);
            rowsLeft -= rows;
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
            throw damaged("column " + request.columns().get(index).name(), e);
        }
    }

    private BlinkException damaged(String part, Exception cause) {
        List<BlockMetaData> rowGroups = reader.getRowGroups();
        int current = Math.min(rowGroupsRead, rowGroups.size()) - 1;
        String place = current < 0
                ? ""
                : " of the row group at byte " + rowGroups.get(current).getStartingPos();
        return new BlinkException(
                FormatErrorCode.CORRUPT_FILE,
                file.path() + ", " + part + place + ": the file is damaged: " + cause.getMessage(),
                cause);
    }

    private boolean openRowGroup() throws IOException {
        rowGroupsRead++;
        try {
            endRowGroup();
            PageReadStore rowGroup = reader.readNextRowGroup();
            if (rowGroup == null) {
                return false;
            }
            checkRowCount(reader.getRowGroups().get(rowGroupsRead - 1));
            rowsLeft = rowGroup.getRowCount();
            List<ParquetColumnReader> opened = new ArrayList<>();
            for (int i = 0; i < storedColumns.size(); i++) {
                opened.add(columnReader(
                        storedColumns.get(i), request.columns().get(i).type(), rowGroup));
            }
            columns = opened;
            return true;
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw damaged("pages", e);
        }
    }

    private void endRowGroup() {
        columns = List.of();
        codecs.endRowGroup();
        selection.endRowGroup();
    }

    /** A footer's count of rows has no checksum: the columns' counts of values, which their pages confirm, must agree with it. */
    private void checkRowCount(BlockMetaData rowGroup) throws IOException {
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
            ColumnDescriptor column = reader.getFooter()
                    .getFileMetaData()
                    .getSchema()
                    .getColumnDescription(chunk.getPath().toArray());
            boolean repeated = column.getMaxRepetitionLevel() > 0;
            if (chunk.getValueCount() < rowGroup.getRowCount()
                    || (!repeated && chunk.getValueCount() > rowGroup.getRowCount())) {
                throw new IOException("column " + String.join(".", column.getPath()) + " has " + chunk.getValueCount()
                        + " values for " + rowGroup.getRowCount() + " rows");
            }
        }
    }

    private ParquetColumnReader columnReader(Type stored, DataType wanted, PageReadStore rowGroup) throws IOException {
        if (stored == null) {
            return rows -> NullSpread.nulls(wanted, rows);
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
    public boolean appliesKeyFilters() {
        return true;
    }

    @Override
    public void close() throws IOException {
        try (InputFile closing = file) {
            reader.close();
        }
    }
}
