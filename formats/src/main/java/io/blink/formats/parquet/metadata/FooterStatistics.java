package io.blink.formats.parquet.metadata;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.DataType;
import io.blink.formats.ReadFailure;
import io.blink.formats.SampledStatistics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * What a file tells of its columns without a page of data being read: bounds and NULLs from the footer; distinct values from the headers of the
 * dictionaries of a few row groups, or, of whole numbers without one, from the width of their range.
 */
final class FooterStatistics {
    private static final int SAMPLED_ROW_GROUPS = 3;

    /** Enough for the header of a dictionary page, which has no statistics. */
    private static final int HEADER_BYTES = 128;

    private final InputFile file;
    private final List<BlockMetaData> rowGroups;

    private FooterStatistics(InputFile file, List<BlockMetaData> rowGroups) {
        this.file = file;
        this.rowGroups = rowGroups;
    }

    static TableStatistics of(InputFile file, ParquetMetadata footer) throws IOException {
        FooterStatistics statistics = new FooterStatistics(file, footer.getBlocks());
        long rows = 0;
        for (BlockMetaData rowGroup : footer.getBlocks()) {
            rows += rowGroup.getRowCount();
        }
        Map<String, ColumnStatistics> columns = new HashMap<>();
        boolean old = WriterCalendar.of(footer.getFileMetaData().getKeyValueMetaData(), java.time.ZoneOffset.UTC)
                .isOld();
        for (Type type : footer.getFileMetaData().getSchema().getFields()) {
            if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED) && !old) {
                columns.put(type.getName().toLowerCase(Locale.ROOT), statistics.column(type.asPrimitiveType()));
            }
        }
        return new TableStatistics(rows, file.length(), columns);
    }

    private ColumnStatistics column(PrimitiveType type) throws IOException {
        List<SampledStatistics.Part> parts = new ArrayList<>();
        for (int i = 0; i < rowGroups.size(); i++) {
            ColumnChunkMetaData chunk = chunk(rowGroups.get(i), type);
            if (chunk != null) {
                parts.add(part(chunk, type, isSampled(i)));
            }
        }
        return SampledStatistics.column(parts, 1);
    }

    private boolean isSampled(int rowGroup) {
        int count = rowGroups.size();
        return count <= SAMPLED_ROW_GROUPS || rowGroup == 0 || rowGroup == count / 2 || rowGroup == count - 1;
    }

    private static ColumnChunkMetaData chunk(BlockMetaData rowGroup, PrimitiveType type) {
        ColumnPath path = ColumnPath.get(type.getName());
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
            if (chunk.getPath().equals(path)) {
                return chunk;
            }
        }
        return null;
    }

    private SampledStatistics.Part part(ColumnChunkMetaData chunk, PrimitiveType type, boolean sampled)
            throws IOException {
        Statistics<?> statistics = chunk.getStatistics();
        boolean nullsKnown = statistics != null && statistics.isNumNullsSet();
        long nulls = nullsKnown ? statistics.getNumNulls() : 0;
        BigDecimal least = null;
        BigDecimal greatest = null;
        if (statistics != null && statistics.hasNonNullValue()) {
            least = number(statistics.genericGetMin(), type);
            greatest = number(statistics.genericGetMax(), type);
        }
        PageHeader dictionary = sampled && isDictionaryAlone(chunk) ? dictionary(chunk) : null;
        double distinct =
                dictionary == null ? -1 : dictionary.getDictionary_page_header().getNum_values();
        return new SampledStatistics.Part(
                chunk.getValueCount(),
                nullsKnown ? nulls : -1,
                least,
                greatest,
                isWhole(type),
                sampled,
                distinct,
                averageBytes(chunk, type, dictionary, nulls));
    }

    private static boolean isDictionaryAlone(ColumnChunkMetaData chunk) {
        return chunk.hasDictionaryPage()
                && chunk.getDictionaryPageOffset() > 0
                && chunk.getEncodingStats() != null
                && !chunk.getEncodingStats().hasNonDictionaryEncodedPages();
    }

    /** {@code null} if there is none where it should be. */
    private PageHeader dictionary(ColumnChunkMetaData chunk) throws IOException {
        long position = chunk.getDictionaryPageOffset();
        byte[] bytes = new byte[(int) Math.min(HEADER_BYTES, file.length() - position)];
        ReadFailure.readFully(file, position, bytes, 0, bytes.length);
        PageHeader header = Util.readPageHeader(new ByteArrayInputStream(bytes));
        return header.isSetDictionary_page_header() ? header : null;
    }

    private static double averageBytes(
            ColumnChunkMetaData chunk, PrimitiveType type, PageHeader dictionary, long nulls) {
        if (type.getPrimitiveTypeName() != PrimitiveTypeName.BINARY) {
            return -1;
        }
        double bytes = dictionary == null ? chunk.getTotalUncompressedSize() : dictionary.getUncompressed_page_size();
        double values = dictionary == null
                ? chunk.getValueCount() - nulls
                : dictionary.getDictionary_page_header().getNum_values();
        return values <= 0 ? -1 : Math.max(0, bytes / values - Integer.BYTES);
    }

    private static boolean isWhole(PrimitiveType type) {
        return type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
                || type.getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    }

    /** On the scale of literals; {@code null} for types whose bounds nobody asks for. */
    private static BigDecimal number(Object value, PrimitiveType type) {
        DataType dataType = ParquetTypes.dataType(type);
        return switch (dataType.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, DATE -> BigDecimal.valueOf(((Number) value).longValue());
            case DECIMAL -> value instanceof Number number ? BigDecimal.valueOf(number.longValue(), scale(type)) : null;
            case FLOAT, DOUBLE -> {
                double number = ((Number) value).doubleValue();
                yield Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
            }
            default -> null;
        };
    }

    private static int scale(PrimitiveType type) {
        return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal ? decimal.getScale() : 0;
    }
}
