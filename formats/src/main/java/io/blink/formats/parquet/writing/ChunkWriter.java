package io.blink.formats.parquet.writing;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** One column chunk: levels and values of one leaf, cut into data pages (format specification, version 1) between rows. Used by one thread. */
final class ChunkWriter {
    /** Readers skip whole pages by the column index, so pages are small. */
    private static final int PAGE_ROWS = 20_000;

    private static final int PAGE_BYTES = 1 << 20;

    /** Rows between two looks at a page's size, as values may be long. */
    private static final int STEP_ROWS = 128;

    private final ColumnDescriptor column;
    private final PageWriter pages;
    private final PageValues values;
    private final GeospatialStatistics noGeometry;
    private final boolean fixedWidth;
    private final int maxRepetition;
    private final int maxDefinition;
    private final EncodedPage encoded = new EncodedPage();
    private int[] repetitions = new int[0];
    private int[] definitions = new int[0];
    private int levelCount;
    private int pageRows;

    ChunkWriter(ColumnDescriptor column, PageWriter pages) {
        this.column = column;
        this.pages = pages;
        this.values = PageValues.of(column.getPrimitiveType());
        this.noGeometry = GeospatialStatistics.noopBuilder().build();
        this.fixedWidth = values instanceof FixedPageValues;
        this.maxRepetition = column.getMaxRepetitionLevel();
        this.maxDefinition = column.getMaxDefinitionLevel();
    }

    /** Appends the rows of a flat column that is not below another. */
    void append(Column rows, int rowCount) throws IOException {
        boolean[] nulls = rows.mayHaveNulls() ? nulls(rows) : null;
        int from = 0;
        while (from < rowCount) {
            endFullPage();
            int step = Math.min(rowCount - from, fixedWidth ? PAGE_ROWS - pageRows : STEP_ROWS);
            reserveLevels(step);
            if (nulls == null) {
                Arrays.fill(definitions, levelCount, levelCount + step, maxDefinition);
            } else {
                for (int i = 0; i < step; i++) {
                    definitions[levelCount + i] = nulls[from + i] ? maxDefinition - 1 : maxDefinition;
                }
            }
            values.add(rows, nulls, from, from + step);
            levelCount += step;
            pageRows += step;
            from += step;
        }
    }

    /** Appends the value at {@code position}, that is not null, of a flat column below others. */
    void appendValue(Column leaf, int position, int repetition) throws IOException {
        appendLevels(repetition, maxDefinition);
        values.add(leaf, null, position, position + 1);
    }

    /** Appends no value, but that something is null or empty on level {@code definition}. */
    void appendNull(int repetition, int definition) throws IOException {
        appendLevels(repetition, definition);
    }

    private void appendLevels(int repetition, int definition) throws IOException {
        if (repetition == 0) {
            endFullPage();
            pageRows++;
        }
        reserveLevels(1);
        if (maxRepetition > 0) {
            repetitions[levelCount] = repetition;
        }
        definitions[levelCount++] = definition;
    }

    private void reserveLevels(int more) {
        if (levelCount + more > definitions.length) {
            int capacity = Math.max(Math.max(1024, levelCount + more), definitions.length * 2);
            definitions = Arrays.copyOf(definitions, capacity);
            repetitions = maxRepetition == 0 ? repetitions : Arrays.copyOf(repetitions, capacity);
        }
    }

    private static boolean[] nulls(Column column) {
        if (column instanceof IntColumn ints) {
            return ints.nulls();
        } else if (column instanceof LongColumn longs) {
            return longs.nulls();
        } else if (column instanceof DoubleColumn doubles) {
            return doubles.nulls();
        } else if (column instanceof BytesColumn bytes) {
            return bytes.nulls();
        } else if (column instanceof FloatColumn floats) {
            return floats.nulls();
        } else if (column instanceof ShortColumn shorts) {
            return shorts.nulls();
        } else if (column instanceof ByteColumn small) {
            return small.nulls();
        } else if (column instanceof Decimal128Column decimals) {
            return decimals.nulls();
        }
        return ((TimestampColumn) column).nulls();
    }

    private void endFullPage() throws IOException {
        if (pageRows >= PAGE_ROWS || values.plainBytes() >= PAGE_BYTES) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        encoded.clear();
        writeLevels(repetitions, maxRepetition);
        writeLevels(definitions, maxDefinition);
        Encoding encoding = values.encode(encoded);
        Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
        statistics.incrementNumNulls(levelCount - values.count());
        values.describe(statistics);
        pages.writePage(
                encoded.view(),
                levelCount,
                pageRows,
                statistics,
                sizes(),
                noGeometry,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
        values.clear();
        levelCount = 0;
        pageRows = 0;
    }

    private void writeLevels(int[] levels, int max) {
        if (max > 0) {
            int start = encoded.size();
            encoded.putInt(0);
            RunLengthEncoder.encode(levels, levelCount, Integer.SIZE - Integer.numberOfLeadingZeros(max), encoded);
            encoded.setInt(start, encoded.size() - start - Integer.BYTES);
        }
    }

    /** Counts by level as the format wants them: none where they follow from the number of values and NULLs. */
    private SizeStatistics sizes() {
        long valueBytes = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                ? values.plainBytes() - (long) Integer.BYTES * values.count()
                : 0;
        return new SizeStatistics(
                column.getPrimitiveType(),
                valueBytes,
                histogram(repetitions, maxRepetition > 0 ? maxRepetition : -1),
                histogram(definitions, maxDefinition > 1 ? maxDefinition : -1));
    }

    private List<Long> histogram(int[] levels, int max) {
        long[] counts = new long[max + 1];
        for (int i = 0; i < levelCount && max >= 0; i++) {
            counts[levels[i]]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** Ends the chunk; nothing may be appended behind this. */
    void end() throws IOException {
        if (pageRows > 0) {
            endPage();
        }
        DictionaryPage dictionary = values.dictionary(encoded);
        if (dictionary != null) {
            pages.writeDictionaryPage(dictionary);
        }
    }

    /** Bytes of the chunk so far, the page at hand not yet compressed. */
    long bufferedBytes() {
        return pages.getMemSize() + values.bufferedBytes();
    }
}
