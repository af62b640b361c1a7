package io.blink.formats.parquet.writing;

import io.blink.core.column.Batch;
import io.blink.core.type.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/** One row group while it grows: its finished pages compressed, of each chunk the page at hand in memory. */
final class RowGroupWriter {
    private static final int INDEX_TRUNCATE_BYTES = 64;

    private final ColumnChunkPageWriteStore pages;
    private final List<ChunkWriter> chunks = new ArrayList<>();
    private final List<LeafWriter> leaves;
    private long rowCount;

    RowGroupWriter(List<Field> fields, MessageType schema, BytesInputCompressor compressor) {
        pages = new ColumnChunkPageWriteStore(
                compressor, schema, HeapByteBufferAllocator.getInstance(), INDEX_TRUNCATE_BYTES, true);
        leaves = LeafWriter.forColumns(fields, path -> {
            ColumnDescriptor column = schema.getColumnDescription(path.toArray(String[]::new));
            ChunkWriter chunk = new ChunkWriter(column, pages.getPageWriter(column));
            chunks.add(chunk);
            return chunk;
        });
    }

    void write(Batch batch) throws IOException {
        for (int i = 0; i < leaves.size(); i++) {
            leaves.get(i).write(batch.column(i).flat(), batch.rowCount());
        }
        rowCount += batch.rowCount();
    }

    /** Bytes of the group so far, the pages at hand not yet compressed. */
    long bufferedBytes() {
        return chunks.stream().mapToLong(ChunkWriter::bufferedBytes).sum();
    }

    /** Ends the group; a group without rows leaves no trace in the file. */
    void finish(ParquetFileWriter file) throws IOException {
        if (rowCount > 0) {
            for (ChunkWriter chunk : chunks) {
                chunk.end();
            }
            file.startBlock(rowCount);
            pages.flushToFileWriter(file);
            file.endBlock();
        }
    }

    void close() {
        pages.close();
    }
}
