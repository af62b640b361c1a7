package io.blink.formats.orc;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;

/**
 * Reads the stripes that begin in a part of a file through orc-core: columns whose types the table has changed, codecs, encodings and names of old writers, encrypted columns. Columns
 * are found by name, or by position in files of old Hive versions, which call them {@code _col0} and so on.
 */
final class VectorReader implements FileReader {
    private final InputFile file;
    private final List<Field> columns;
    private final int[] vectorOfColumn;
    private final Reader reader;
    private final RecordReader rows;
    private final VectorizedRowBatch batch;
    private int batchNext;
    private long batchFirst;

    /** @param reader of the file; closed with this */
    VectorReader(InputFile file, Reader reader, ReadRequest request) throws IOException {
        this.file = file;
        this.columns = request.readColumns();
        this.reader = reader;
        try {
            List<Field> tableColumns = OrcFooters.tableColumns(request);
            TypeDescription schema = OrcTypes.schema(tableColumns);
            this.vectorOfColumn = vectorsOf(columns, tableColumns);
            Reader.Options options = reader.options()
                    .schema(schema)
                    .include(included(schema))
                    .range(request.offset(), OrcFooters.rangeLength(file, request))
                    .tolerateMissingSchema(true)
                    .isSchemaEvolutionCaseAware(false);
            OrcFilter.argument(request)
                    .ifPresent(filter -> options.searchArgument(filter.argument(), filter.columns()));
            this.rows = reader.rows(options);
            this.batch = schema.createRowBatch(TypeDescription.RowBatchVersion.USE_DECIMAL64, Batch.TARGET_ROWS);
        } catch (IOException | RuntimeException e) {
            reader.close();
            ReadFailure.rethrowFrom(e);
            throw OrcFooters.damaged(file, place(), e);
        }
    }

    private static int[] vectorsOf(List<Field> columns, List<Field> tableColumns) {
        return columns.stream()
                .mapToInt(column -> OrcFooters.indexOf(tableColumns, column.name()))
                .toArray();
    }

    private boolean[] included(TypeDescription schema) {
        boolean[] include = new boolean[schema.getMaximumId() + 1];
        include[0] = true;
        for (int vector : vectorOfColumn) {
            TypeDescription child = schema.getChildren().get(vector);
            for (int id = child.getId(); id <= child.getMaximumId(); id++) {
                include[id] = true;
            }
        }
        return include;
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        try {
            if (batchNext == batch.size) {
                batchNext = 0;
                batchFirst = rows.getRowNumber();
                if (!rows.nextBatch(batch)) {
                    batch.size = 0;
                    return null;
                }
            }
            Batch whole = convert();
            int from = batchNext;
            int count = Math.min(maxRows, batch.size - from);
            batchNext += count;
            return whole.slice(from, count);
        } catch (BlinkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw OrcFooters.damaged(file, place(), e);
        }
    }

    private Batch convert() {
        List<Column> converted = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            converted.add(OrcVectors.column(
                    batch.cols[vectorOfColumn[i]], columns.get(i).type(), batch.size));
        }
        return new Batch(batch.size, converted);
    }

    private String place() {
        long first = 0;
        for (StripeInformation stripe : rows == null ? List.<StripeInformation>of() : reader.getStripes()) {
            first += stripe.getNumberOfRows();
            if (batchFirst < first) {
                return ", stripe at byte " + stripe.getOffset();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        try (InputFile closing = file;
                Reader closingReader = reader) {
            rows.close();
        }
    }
}
