package io.blink.formats.parquet.writing;

import io.blink.core.column.Batch;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.FileWriter;
import io.blink.formats.parquet.metadata.ParquetTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.schema.MessageType;

/** Encodes columns here and hands the pages to parquet-java's file writer. A row group is held compressed and goes out at its size. */
public final class ParquetWriter implements FileWriter {
    private static final int CODEC_BUFFER_BYTES = 1 << 20;
    private static final int INDEX_TRUNCATE_BYTES = 64;

    private final List<Field> fields;
    private final MessageType schema;
    private final ParquetFileWriter file;
    private final CompressionCodecFactory codecs;
    private final CompressionCodecName codec;
    private final long rowGroupBytes;

    private RowGroupWriter rowGroup;
    private boolean finished;

    public ParquetWriter(OutputStream stream, String path, List<Field> fields, Configuration options)
            throws IOException {
        this.fields = fields;
        this.schema = ParquetTypes.schema(fields);
        this.codec = options.get(WritingOptions.COMPRESSION).codec();
        this.rowGroupBytes = options.get(WritingOptions.ROW_GROUP_SIZE).bytes();
        this.codecs = HadoopCodecs.newFactory(new PlainParquetConfiguration(), CODEC_BUFFER_BYTES);
        this.file = new ParquetFileWriter(
                new ParquetOutput(stream, path),
                schema,
                ParquetFileWriter.Mode.CREATE,
                rowGroupBytes,
                0,
                INDEX_TRUNCATE_BYTES,
                Integer.MAX_VALUE,
                true);
        file.start();
        startRowGroup();
    }

    private void startRowGroup() {
        rowGroup = new RowGroupWriter(fields, schema, codecs.getCompressor(codec));
    }

    @Override
    public void write(Batch batch) throws IOException {
        rowGroup.write(batch);
        if (rowGroup.bufferedBytes() >= rowGroupBytes) {
            endRowGroup();
            startRowGroup();
        }
    }

    private void endRowGroup() throws IOException {
        rowGroup.finish(file);
        rowGroup.close();
    }

    @Override
    public long bytes() {
        try {
            return file.getPos() + (finished ? 0 : rowGroup.bufferedBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public long bufferedBytes() {
        return finished ? 0 : rowGroup.bufferedBytes();
    }

    /** Ends the row group. */
    @Override
    public void flush() throws IOException {
        endRowGroup();
        startRowGroup();
    }

    @Override
    public void finish() throws IOException {
        endRowGroup();
        finished = true;
        file.end(Map.of("writer.model.name", "blink"));
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            rowGroup.close();
        }
        codecs.release();
        file.close();
    }
}
