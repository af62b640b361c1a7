package io.blink.formats.parquet;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.FileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.schema.MessageType;

/** Writes columns as levels and values into parquet-java's page writers. A row group is buffered encoded and flushed at its size. */
final class ParquetWriter implements FileWriter {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int INDEX_TRUNCATE_BYTES = 64;

    private final List<Field> fields;
    private final MessageType schema;
    private final ParquetFileWriter file;
    private final ParquetProperties properties;
    private final CompressionCodecFactory codecs;
    private final CompressionCodecName codec;
    private final long rowGroupBytes;

    private ColumnChunkPageWriteStore pages;
    private ColumnWriteStore columns;
    private List<LeafWriter> leaves = List.of();
    private long rowsInGroup;
    private boolean finished;

    ParquetWriter(OutputStream stream, String path, List<Field> fields, Configuration options) throws IOException {
        this.fields = fields;
        this.schema = ParquetTypes.schema(fields);
        this.codec = options.get(ParquetFormat.COMPRESSION).codec();
        this.rowGroupBytes = options.get(ParquetFormat.ROW_GROUP_SIZE).bytes();
        this.codecs = HadoopCodecs.newFactory(new PlainParquetConfiguration(), PAGE_BYTES);
        this.properties = ParquetProperties.builder()
                .withPageSize(PAGE_BYTES)
                .withDictionaryEncoding(true)
                .withPageWriteChecksumEnabled(true)
                .build();
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
        pages = new ColumnChunkPageWriteStore(
                codecs.getCompressor(codec), schema, properties.getAllocator(), INDEX_TRUNCATE_BYTES, true);
        columns = properties.newColumnWriteStore(schema, pages);
        leaves = LeafWriter.forColumns(fields, schema, columns);
        rowsInGroup = 0;
    }

    @Override
    public void write(Batch batch) throws IOException {
        List<Column> flat = new ArrayList<>(batch.columns().size());
        for (Column column : batch.columns()) {
            flat.add(column.flat());
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            for (int i = 0; i < leaves.size(); i++) {
                leaves.get(i).write(flat.get(i), row);
            }
            columns.endRecord();
        }
        rowsInGroup += batch.rowCount();
        if (columns.getBufferedSize() >= rowGroupBytes) {
            endRowGroup();
            startRowGroup();
        }
    }

    private void endRowGroup() throws IOException {
        if (rowsInGroup > 0) {
            file.startBlock(rowsInGroup);
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }
        columns.close();
        pages.close();
    }

    @Override
    public long bytes() {
        try {
            return file.getPos() + (finished ? 0 : columns.getBufferedSize());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
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
            columns.close();
            pages.close();
        }
        codecs.release();
        file.close();
    }
}
