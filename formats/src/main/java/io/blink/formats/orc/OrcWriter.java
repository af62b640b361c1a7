package io.blink.formats.orc;

import io.blink.core.column.Batch;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.Field;
import io.blink.formats.FileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;

/** Writes batches through orc-core. */
final class OrcWriter implements FileWriter {
    private final CountingStream stream;
    private final Writer writer;
    private final VectorizedRowBatch vectors;
    private boolean finished;

    OrcWriter(OutputStream stream, List<Field> columns, Configuration options) throws IOException {
        this.stream = new CountingStream(stream);
        TypeDescription schema = OrcTypes.schema(columns);
        OrcFile.WriterOptions writerOptions = OrcFile.writerOptions(new org.apache.hadoop.conf.Configuration(false))
                .fileSystem(OrcFiles.writing(this.stream))
                .setSchema(schema)
                .compress(options.get(OrcFormat.COMPRESSION).kind())
                .stripeSize(options.get(OrcFormat.STRIPE_SIZE).bytes())
                .rowIndexStride(options.get(OrcFormat.ROW_GROUP_ROWS))
                .bloomFilterColumns(options.get(OrcFormat.BLOOM_FILTER_COLUMNS))
                .bloomFilterFpp(errorShare(options.get(OrcFormat.BLOOM_FILTER_ERROR)))
                .blockPadding(false)
                .useUTCTimestamp(true)
                .setProlepticGregorian(true);
        this.writer = OrcFile.createWriter(OrcFiles.PATH, writerOptions);
        this.vectors = schema.createRowBatch(TypeDescription.RowBatchVersion.USE_DECIMAL64, Batch.TARGET_ROWS);
    }

    private static double errorShare(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share > 0 && share < 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw noShare(text, e);
        }
        throw noShare(text, null);
    }

    private static BlinkException noShare(String text, Exception cause) {
        return new BlinkException(
                CoreErrorCode.INVALID_CONFIGURATION,
                "Option '" + OrcFormat.BLOOM_FILTER_ERROR.key() + "' is a number between 0 and 1, not '" + text + "'.",
                cause);
    }

    @Override
    public void write(Batch batch) throws IOException {
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            int count = Math.min(Batch.TARGET_ROWS, batch.rowCount() - from);
            vectors.reset();
            for (int i = 0; i < batch.columns().size(); i++) {
                OrcColumns.fill(vectors.cols[i], 0, batch.column(i), from, count);
            }
            vectors.size = count;
            writer.addRowBatch(vectors);
        }
    }

    @Override
    public long bytes() {
        return finished ? stream.written : stream.written + writer.estimateMemory();
    }

    @Override
    public long bufferedBytes() {
        return finished ? 0 : writer.estimateMemory();
    }

    /** Ends the stripe; the footer that orc-core writes behind it is one that no reader looks for. */
    @Override
    public void flush() throws IOException {
        writer.writeIntermediateFooter();
    }

    @Override
    public void finish() throws IOException {
        finished = true;
        writer.close();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static final class CountingStream extends java.io.FilterOutputStream {
        private long written;

        CountingStream(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            written++;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            out.write(source, offset, length);
            written += length;
        }
    }
}
