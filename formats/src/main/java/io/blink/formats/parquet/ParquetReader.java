package io.blink.formats.parquet;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadRequest;
import io.blink.formats.bytes.HeldArrays;
import io.blink.formats.bytes.SpareArrays;
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
import io.blink.formats.selection.RowSelection;
import io.blink.formats.selection.SelectiveReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the rows of a part of a file: of those row groups and pages in which a row may pass (see {@link RowGroups}) it decodes the columns that have a condition first, and the rest
 * of the columns only for the rows that pass.
 */
final class ParquetReader implements FileReader {
    private final InputFile file;
    private final List<Field> readColumns;
    private final RowGroups rowGroups;
    private final MessageType schema;
    private final WriterCalendar calendar;
    private final List<Type> storedColumns = new ArrayList<>();

    private final PageCodecs codecs;
    private final RowSelection selection;
    private final HeldArrays arrays;
    private final RowGroupColumns columns;
    private final SelectiveReading reading;

    /**
     * @param footer the file's
     * @param spare where arrays come from and go to
     */
    ParquetReader(InputFile file, ParquetMetadata footer, ReadRequest request, SpareArrays spare) throws IOException {
        this.file = file;
        this.calendar = WriterCalendar.of(footer.getFileMetaData().getKeyValueMetaData(), request.timeZone());
        this.schema = footer.getFileMetaData().getSchema();
        this.readColumns = request.readColumns();
        readColumns.forEach(column -> storedColumns.add(storedColumn(column)));
        List<Type> wanted =
                storedColumns.stream().filter(Objects::nonNull).distinct().toList();
        this.arrays = new HeldArrays(spare);
        this.codecs = new PageCodecs(HadoopCodecs.newFactory(new PlainParquetConfiguration(), 0), arrays);
        this.selection = RowSelection.of(request);
        // Statistics of a file of the old calendar are compared with nothing: its days before 1582 are others than they
        // say.
        this.rowGroups = new RowGroups(file, footer, request, wanted, withConditions(), !calendar.isOld(), arrays);
        this.columns = new RowGroupColumns(rowGroups, readColumns, this::open, this::endRowGroup);
        this.reading = new SelectiveReading(
                selection, columns, storedColumns.size(), request.columns().size());
    }

    private Set<String> withConditions() {
        return selection.columns().stream()
                .map(storedColumns::get)
                .filter(Objects::nonNull)
                .map(Type::getName)
                .collect(Collectors.toSet());
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
        return reading.next(maxRows);
    }

    private void endRowGroup() {
        codecs.endRowGroup();
        selection.endRowGroup();
    }

    private ParquetColumnReader open(int column) throws IOException {
        return columnReader(storedColumns.get(column), readColumns.get(column).type());
    }

    private ParquetColumnReader columnReader(Type stored, DataType wanted) throws IOException {
        if (stored == null) {
            return new AbsentColumnReader(wanted);
        }
        if (stored.isPrimitive() && !stored.isRepetition(Type.Repetition.REPEATED)) {
            LeafPages pages = pages(List.of(stored.getName()));
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
                return ParquetReader.this.pages(path);
            }

            @Override
            public LeafConversion conversion(LeafPages pages, DataType leafType) {
                return ParquetReader.this.conversion(pages, leafType);
            }
        });
    }

    private LeafPages pages(List<String> path) throws IOException {
        ColumnDescriptor descriptor = schema.getColumnDescription(path.toArray(String[]::new));
        ColumnPath column = ColumnPath.get(descriptor.getPath());
        return new LeafPages(file.path(), descriptor, rowGroups.chunks().pages(column, codecs));
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
            columns.close();
            rowGroups.close();
            codecs.release();
        }
    }
}
