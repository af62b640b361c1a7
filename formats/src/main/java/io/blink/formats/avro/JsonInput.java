package io.blink.formats.avro;

import io.blink.formats.record.MalformedRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.JsonDecoder;
import org.apache.avro.util.Utf8;

/** Avro's JSON encoding, by the library's decoder. */
final class JsonInput implements AvroInput {
    /** A call of the library; what it throws says that the record does not fit. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private final JsonDecoder in;
    private byte[] found = new byte[0];
    private int length;

    JsonInput(Schema schema) {
        try {
            in = DecoderFactory.get().jsonDecoder(schema, "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void reset(byte[] bytes, int from, int count) throws MalformedRecord {
        read(() -> in.configure(new ByteArrayInputStream(bytes, from, count)));
    }

    private static <T> T read(Reading<T> reading) throws MalformedRecord {
        try {
            return reading.read();
        } catch (IOException | AvroRuntimeException e) {
            throw new MalformedRecord(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void readNull() throws MalformedRecord {
        read(() -> {
            in.readNull();
            return null;
        });
    }

    @Override
    public boolean readBoolean() throws MalformedRecord {
        return read(in::readBoolean);
    }

    @Override
    public int readInt() throws MalformedRecord {
        return read(in::readInt);
    }

    @Override
    public long readLong() throws MalformedRecord {
        return read(in::readLong);
    }

    @Override
    public float readFloat() throws MalformedRecord {
        return read(in::readFloat);
    }

    @Override
    public double readDouble() throws MalformedRecord {
        return read(in::readDouble);
    }

    @Override
    public void findString() throws MalformedRecord {
        Utf8 text = read(() -> in.readString(null));
        found = text.getBytes();
        length = text.getByteLength();
    }

    @Override
    public void findBytes() throws MalformedRecord {
        ByteBuffer bytes = read(() -> in.readBytes(null));
        length = bytes.remaining();
        found = new byte[length];
        bytes.get(found);
    }

    @Override
    public void findFixed(int size) throws MalformedRecord {
        found = new byte[size];
        length = size;
        read(() -> {
            in.readFixed(found, 0, size);
            return null;
        });
    }

    @Override
    public byte[] array() {
        return found;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int readEnum(int symbols) throws MalformedRecord {
        return read(in::readEnum);
    }

    @Override
    public int readBranch(int branches) throws MalformedRecord {
        return read(in::readIndex);
    }

    @Override
    public long arrayStart() throws MalformedRecord {
        return read(in::readArrayStart);
    }

    @Override
    public long arrayNext() throws MalformedRecord {
        return read(in::arrayNext);
    }

    @Override
    public long mapStart() throws MalformedRecord {
        return read(in::readMapStart);
    }

    @Override
    public long mapNext() throws MalformedRecord {
        return read(in::mapNext);
    }
}
