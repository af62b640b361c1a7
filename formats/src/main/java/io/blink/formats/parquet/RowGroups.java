package io.blink.formats.parquet;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadRequest;
import io.blink.formats.bytes.HeldArrays;
import io.blink.formats.parquet.metadata.ParquetFiles;
import io.blink.formats.parquet.metadata.ParquetInput;
import io.blink.formats.parquet.metadata.RowGroupFilter;
import io.blink.formats.parquet.page.PagePlaces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.statisticslevel.StatisticsFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.internal.filter2.columnindex.ColumnIndexFilter;
import org.apache.parquet.internal.filter2.columnindex.ColumnIndexStore;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The row groups of a part of a file, one after the other, in which a row may pass: statistics, dictionaries, Bloom filters and column indexes leave the others out. Of a row group with
 * indexes only those pages are read that hold a row which may pass.
 */
final class RowGroups implements AutoCloseable {
    private final InputFile file;
    /** {@code null}: no row group may have a row that passes. */
    private final ParquetFileReader reader;

    private final MessageType schema;
    /** In which a row may pass, for all that was known when the file was opened. */
    private final List<BlockMetaData> rowGroups;

    private final ReadRequest request;
    private final boolean compared;
    /** As strict as the request was when it was last asked. */
    private Optional<FilterPredicate> conditions;

    private long strictness;
    private int skippedLater;
    private final Set<ColumnPath> columns;
    private final boolean flat;
    private final int count;
    private final RowGroupChunks.Wanted wanted;
    private final HeldArrays arrays;
    private final Executor ahead;
    private RowGroupChunks chunks;
    /** Of the row group behind it, if that has been looked at; its bytes are perhaps being read. */
    private Opened next;

    private List<RowRange> ranges = List.of();
    private int opened;
    /** What errors are told of: the row group at hand or the one that is being opened; -1 before the first. */
    private int current = -1;

    private long rowsSkipped;

    /**
     * @param footer the file's
     * @param stored the columns that are read
     * @param withConditions of these, names of those whose values decide whether the others are needed
     * @param compared whether the conditions may be held against what the file says of its values
     */
    RowGroups(
            InputFile file,
            ParquetMetadata footer,
            ReadRequest request,
            List<Type> stored,
            Set<String> withConditions,
            boolean compared,
            HeldArrays arrays)
            throws IOException {
        this.file = file;
        this.arrays = arrays;
        this.ahead = request.readAhead();
        this.request = request;
        this.compared = compared;
        this.strictness = request.strictness();
        this.schema = footer.getFileMetaData().getSchema();
        this.conditions = compared ? RowGroupFilter.predicate(request, schema) : Optional.empty();
        this.columns =
                stored.stream().map(type -> ColumnPath.get(type.getName())).collect(Collectors.toSet());
        this.flat =
                stored.stream().allMatch(type -> type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED));
        List<BlockMetaData> ofPart = inPart(footer, request, file.length());
        this.count = ofPart.size();
        MessageType requested = new MessageType(schema.getName(), stored);
        this.reader = reader(new ParquetMetadata(footer.getFileMetaData(), possible(ofPart)), requested);
        this.rowGroups = reader == null ? List.of() : reader.getRowGroups();
        this.wanted = new RowGroupChunks.Wanted(
                requested.getPaths().stream().map(ColumnPath::get).collect(Collectors.toSet()), withConditions);
    }

    /** Leaves row groups out by dictionaries and Bloom filters, and reads indexes of pages. */
    private ParquetFileReader reader(ParquetMetadata part, MessageType requested) throws IOException {
        if (part.getBlocks().isEmpty()) {
            return null;
        }
        ParquetReadOptions options = options(compared ? RowGroupFilter.equalities(request, schema) : Optional.empty());
        ParquetInput input = new ParquetInput(file);
        ParquetFileReader opened =
                ParquetFiles.opened(file, () -> ParquetFileReader.open(input, part, options, input.newStream()));
        opened.setRequestedSchema(requested);
        return opened;
    }

    /**
     * Those whose middle lies in the part, so that each belongs to one part of the file. A row group whose stated place lies outside of the file belongs to the first or the last
     * part, which will not find it there.
     */
    private static List<BlockMetaData> inPart(ParquetMetadata footer, ReadRequest request, long fileLength) {
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
    private List<BlockMetaData> possible(List<BlockMetaData> ofPart) {
        return conditions
                .map(predicate -> ofPart.stream()
                        .filter(rowGroup -> !StatisticsFilter.canDrop(predicate, rowGroup.getColumns()))
                        .toList())
                .orElse(ofPart);
    }

    private static ParquetReadOptions options(Optional<FilterPredicate> equalities) {
        ParquetReadOptions.Builder options = ParquetFiles.options()
                .useStatsFilter(false)
                .useDictionaryFilter(true)
                .useBloomFilter(true)
                .useColumnIndexFilter(false);
        equalities.ifPresent(predicate -> options.withRecordFilter(FilterCompat.get(predicate)));
        return options.build();
    }

    /** A row group of which something is read. */
    private record Opened(int index, RowGroupChunks chunks, List<RowRange> ranges) {}

    /** Goes on to the next row group in which a row may pass; false at the end. What was read of the one before is gone. */
    boolean next() throws IOException {
        release(chunks);
        chunks = null;
        ranges = List.of();
        Opened opening = next == null ? following() : next;
        next = null;
        if (opening == null) {
            return false;
        }
        chunks = opening.chunks();
        ranges = opening.ranges();
        if (ahead != null) {
            next = following();
            if (next != null) {
                next.chunks().readAhead();
            }
        }
        current = opening.index();
        return true;
    }

    private Opened following() throws IOException {
        while (opened < rowGroups.size()) {
            current = opened;
            BlockMetaData rowGroup = rowGroups.get(opened++);
            checkRowCount(rowGroup);
            boolean ruledOut = isRuledOutByNow(rowGroup);
            skippedLater += ruledOut ? 1 : 0;
            Opened found = ruledOut || rowGroup.getRowCount() == 0 ? null : open(opened - 1, rowGroup);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Whether conditions that have become stricter since the file was opened leave nothing of it. */
    private boolean isRuledOutByNow(BlockMetaData rowGroup) {
        if (compared && request.strictness() != strictness) {
            strictness = request.strictness();
            conditions = RowGroupFilter.predicate(request, schema);
        }
        return conditions.isPresent() && StatisticsFilter.canDrop(conditions.get(), rowGroup.getColumns());
    }

    /** {@code null}: no row may pass. */
    private Opened open(int index, BlockMetaData rowGroup) throws IOException {
        long rowCount = rowGroup.getRowCount();
        RowRanges possible = isIndexed(rowGroup) ? possibleRows(index, rowCount) : null;
        if (possible == null || possible.rowCount() == rowCount) {
            return new Opened(index, chunks(rowGroup, chunk -> null), List.of(new RowRange(0, rowCount)));
        }
        rowsSkipped += rowCount - possible.rowCount();
        if (possible.rowCount() == 0) {
            return null;
        }
        List<RowRange> rowRanges = possible.getRanges().stream()
                .map(range -> new RowRange(range.from, range.to + 1))
                .toList();
        ColumnIndexStore indexes = reader.getColumnIndexStore(index);
        return new Opened(
                index,
                chunks(rowGroup, chunk -> new PagePlaces(indexes.getOffsetIndex(chunk.getPath()), possible, rowCount)),
                rowRanges);
    }

    private RowGroupChunks chunks(BlockMetaData rowGroup, RowGroupChunks.Pages pages) throws IOException {
        return new RowGroupChunks(file, rowGroup, wanted, pages, arrays, ahead);
    }

    /** Whether conditions can be held against pages: pages of nested columns do not begin at rows that all leaves share. */
    private boolean isIndexed(BlockMetaData rowGroup) {
        return flat
                && conditions.isPresent()
                && rowGroup.getColumns().stream()
                        .filter(chunk -> columns.contains(chunk.getPath()))
                        .allMatch(chunk -> chunk.getOffsetIndexReference() != null)
                && rowGroup.getColumns().stream()
                        .anyMatch(
                                chunk -> columns.contains(chunk.getPath()) && chunk.getColumnIndexReference() != null);
    }

    private RowRanges possibleRows(int index, long rowCount) {
        ColumnIndexStore indexes = reader.getColumnIndexStore(index);
        return ColumnIndexFilter.calculateRowRanges(
                FilterCompat.get(conditions.orElseThrow()), indexes, columns, rowCount);
    }

    /** A footer's count of rows has no checksum: the columns' counts of values, which their pages confirm, must agree with it. */
    private void checkRowCount(BlockMetaData rowGroup) throws IOException {
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
            ColumnDescriptor column =
                    schema.getColumnDescription(chunk.getPath().toArray());
            boolean repeated = column.getMaxRepetitionLevel() > 0;
            if (chunk.getValueCount() < rowGroup.getRowCount()
                    || (!repeated && chunk.getValueCount() > rowGroup.getRowCount())) {
                throw new IOException("column " + String.join(".", column.getPath()) + " has " + chunk.getValueCount()
                        + " values for " + rowGroup.getRowCount() + " rows");
            }
        }
    }

    /** How many there are in the part. */
    int count() {
        return count;
    }

    /** How many of them are not read, for what their statistics, dictionaries or Bloom filters say. */
    int skipped() {
        return count - rowGroups.size() + skippedLater;
    }

    /** Rows of the others that are not read, for what statistics of pages say. */
    long rowsSkipped() {
        return rowsSkipped;
    }

    /** The column chunks of the row group at hand. */
    RowGroupChunks chunks() {
        return chunks;
    }

    /** The rows of the row group at hand that may pass, ascending; its pages hold at least these. */
    List<RowRange> ranges() {
        return ranges;
    }

    /** What is told of a file whose bytes make no sense. */
    BlinkException damaged(String part, Exception cause) {
        String place = current < 0
                ? ""
                : " of the row group at byte " + rowGroups.get(current).getStartingPos();
        return new BlinkException(
                FormatErrorCode.CORRUPT_FILE,
                file.path() + ", " + part + place + ": the file is damaged: " + cause.getMessage(),
                cause);
    }

    private static void release(RowGroupChunks chunks) {
        if (chunks != null) {
            chunks.release();
        }
    }

    @Override
    public void close() throws IOException {
        release(chunks);
        release(next == null ? null : next.chunks());
        chunks = null;
        next = null;
        if (reader != null) {
            reader.close();
        }
    }
}
