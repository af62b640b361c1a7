package io.blink.formats.orc;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;

/**
 * Reads the stripes that begin in a part of a file. Columns are found by name, or by position in files of old Hive versions, which call them {@code _col0} and so
 * on.
 */
final class OrcReader implements FileReader {
    private final InputFile file;
    private final List<Field> columns;
    private final int[] vectorOfColumn;
    private final Reader reader;
    private final RecordReader rows;
    private final VectorizedRowBatch batch;
    private int batchNext;
    private long batchFirst;

    OrcReader(InputFile file, ReadRequest request) throws IOException {
        this.file = file;
        this.columns = request.columns();
        this.reader = open(file);
        try {
            checkRowCount();
            List<Field> tableColumns = tableColumns(request);
            TypeDescription schema = OrcTypes.schema(tableColumns);
            this.vectorOfColumn = vectorsOf(request.columns(), tableColumns);
            Reader.Options options = reader.options()
                    .schema(schema)
                    .include(included(schema))
                    .range(request.offset(), stripeRange(file, request))
                    .tolerateMissingSchema(true)
                    .isSchemaEvolutionCaseAware(false);
            OrcFilter.argument(request)
                    .ifPresent(filter -> options.searchArgument(filter.argument(), filter.columns()));
            this.rows = reader.rows(options);
            this.batch = schema.createRowBatch(TypeDescription.RowBatchVersion.USE_DECIMAL64, Batch.TARGET_ROWS);
        } catch (IOException | RuntimeException e) {
            reader.close();
            ReadFailure.rethrowFrom(e);
            throw damaged(e);
        }
    }

    static Reader open(InputFile file) throws IOException {
        OrcFile.ReaderOptions options = OrcFile.readerOptions(new Configuration(false))
                .filesystem(OrcFiles.reading(file))
                .useUTCTimestamp(true)
                .convertToProlepticGregorian(true);
        try {
            return OrcFile.createReader(OrcFiles.PATH, options);
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + " (" + file.length() + " bytes) is not a whole ORC file: "
                            + String.valueOf(e.getMessage()).replace(OrcFiles.PATH.toString(), file.path()),
                    e);
        }
    }

    /** ORC has no checksums: the counts that a file holds twice must agree at least. */
    private void checkRowCount() throws IOException {
        long rowsOfStripes = 0;
        long end = 0;
        for (StripeInformation stripe : reader.getStripes()) {
            rowsOfStripes += stripe.getNumberOfRows();
            if (stripe.getOffset() < end || stripe.getLength() < 0) {
                throw new IOException("a stripe of " + stripe.getLength() + " bytes at byte " + stripe.getOffset()
                        + " begins before the one before it ends");
            }
            end = stripe.getOffset() + stripe.getLength();
        }
        if (rowsOfStripes != reader.getNumberOfRows() || end > file.length()) {
            throw new IOException("its footer tells of " + reader.getNumberOfRows() + " rows, its stripes of "
                    + rowsOfStripes + ", in " + end + " of " + file.length() + " bytes");
        }
    }

    /** A stripe whose stated place lies outside of the file belongs to the last part, which will not find it there. */
    private static long stripeRange(InputFile file, ReadRequest request) throws IOException {
        boolean last = request.length() >= file.length() - request.offset();
        return last ? Long.MAX_VALUE - request.offset() : request.length();
    }

    /** What the table says its files have; columns that only the query names are added behind. */
    private static List<Field> tableColumns(ReadRequest request) {
        List<Field> tableColumns = new ArrayList<>(request.fileColumns());
        for (Field column : request.columns()) {
            int at = indexOf(tableColumns, column.name());
            if (at < 0) {
                tableColumns.add(column);
            } else {
                tableColumns.set(at, column);
            }
        }
        return tableColumns;
    }

    private static int indexOf(List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int[] vectorsOf(List<Field> columns, List<Field> tableColumns) {
        return columns.stream()
                .mapToInt(column -> indexOf(tableColumns, column.name()))
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
            throw damaged(e);
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

    private BlinkException damaged(Exception cause) {
        return new BlinkException(
                FormatErrorCode.CORRUPT_FILE,
                file.path() + place() + ": the ORC file cannot be read: " + cause.getMessage(),
                cause);
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
