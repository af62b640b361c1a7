package io.blink.formats.avro.container;

import io.blink.core.column.Batch;
import io.blink.core.column.TextBuffer;
import io.blink.formats.FileWriter;
import io.blink.formats.avro.AvroOptions.Encoding;
import io.blink.formats.avro.AvroRecordEncoder;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Writes rows in blocks. */
final class AvroFileWriter implements FileWriter {
    private static final int BLOCK_BYTES = 1 << 18;

    private final OutputStream stream;
    private final RecordEncoder encoder;
    private final BlockCodec codec;
    private final byte[] sync = new byte[ContainerHeader.SYNC_BYTES];
    private final TextBuffer records = new TextBuffer();
    private long count;
    private long written;

    AvroFileWriter(
            OutputStream stream,
            EncodingRequest request,
            Schema schema,
            BlockCodec codec,
            Map<String, String> properties)
            throws IOException {
        this.stream = stream;
        this.encoder = new AvroRecordEncoder(request, schema, Encoding.BINARY);
        this.codec = codec;
        ThreadLocalRandom.current().nextBytes(sync);
        put(ContainerHeader.bytes(schema, codec, properties, sync));
    }

    private void put(byte[] bytes) throws IOException {
        stream.write(bytes);
        written += bytes.length;
    }

    @Override
    public void write(Batch batch) throws IOException {
        encoder.begin(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            encoder.encode(row, records);
            count++;
            if (records.length() >= BLOCK_BYTES) {
                flush();
            }
        }
    }

    @Override
    public long bytes() {
        return written + records.length();
    }

    @Override
    public long bufferedBytes() {
        return records.bytes().length;
    }

    /** Ends a block. */
    @Override
    public void flush() throws IOException {
        if (count == 0) {
            return;
        }
        byte[] block = codec.compress(records.bytes(), records.length());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(head, null);
        out.writeLong(count);
        out.writeLong(block.length);
        put(head.toByteArray());
        put(block);
        put(sync);
        records.clear();
        count = 0;
    }

    @Override
    public void finish() throws IOException {
        flush();
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
