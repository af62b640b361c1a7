package io.blink.formats.avro.container;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.blink.formats.record.MalformedRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.xerial.snappy.Snappy;

/** How the records of a block are compressed. */
public enum BlockCodec {
    NULL,
    /** Without the header of zlib. */
    DEFLATE,
    /** With the checksum of what was compressed behind it. */
    SNAPPY,
    ZSTANDARD;

    /** The most that a block may hold. */
    static final int BLOCK_BYTES_MAX = 64 << 20;

    private static final int ZSTANDARD_LEVEL = 3;

    static Optional<BlockCodec> named(String name) {
        return Stream.of(values()).filter(codec -> codec.key().equals(name)).findFirst();
    }

    /** As headers spell it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    byte[] decompress(byte[] bytes, int from, int length) throws MalformedRecord {
        try {
            return switch (this) {
                case NULL -> Arrays.copyOfRange(bytes, from, from + length);
                case DEFLATE -> inflated(bytes, from, length);
                case SNAPPY -> unsnapped(bytes, from, length);
                case ZSTANDARD -> read(new ZstdInputStream(new ByteArrayInputStream(bytes, from, length)));
            };
        } catch (IOException e) {
            throw new MalformedRecord("its " + length + " bytes are no " + key() + " data: " + e.getMessage());
        }
    }

    private static byte[] inflated(byte[] bytes, int from, int length) throws IOException, MalformedRecord {
        Inflater inflater = new Inflater(true);
        try {
            return read(new InflaterInputStream(new ByteArrayInputStream(bytes, from, length), inflater));
        } finally {
            inflater.end();
        }
    }

    private static byte[] read(InputStream stream) throws IOException, MalformedRecord {
        try (stream) {
            byte[] read = stream.readNBytes(BLOCK_BYTES_MAX + 1);
            checkSize(read.length);
            return read;
        }
    }

    private static byte[] unsnapped(byte[] bytes, int from, int length) throws IOException, MalformedRecord {
        int compressed = length - Integer.BYTES;
        if (compressed < 0) {
            throw new MalformedRecord("its " + length + " bytes have no room for a checksum");
        }
        checkSize(Snappy.uncompressedLength(bytes, from, compressed));
        if (!Snappy.isValidCompressedBuffer(bytes, from, compressed)) {
            throw new IOException("damaged");
        }
        byte[] read = new byte[Snappy.uncompressedLength(bytes, from, compressed)];
        Snappy.uncompress(bytes, from, compressed, read, 0);
        int checksum = ByteBuffer.wrap(bytes, from + compressed, Integer.BYTES).getInt();
        if (checksum != checksum(read, read.length)) {
            throw new MalformedRecord("its checksum is not that of its bytes");
        }
        return read;
    }

    private static void checkSize(int bytes) throws MalformedRecord {
        if (bytes > BLOCK_BYTES_MAX || bytes < 0) {
            throw new MalformedRecord("it holds more than " + BLOCK_BYTES_MAX + " bytes");
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    byte[] compress(byte[] bytes, int length) throws IOException {
        return switch (this) {
            case NULL -> Arrays.copyOf(bytes, length);
            case DEFLATE -> deflated(bytes, length);
            case SNAPPY -> {
                byte[] compressed = Snappy.rawCompress(bytes, length);
                yield ByteBuffer.allocate(compressed.length + Integer.BYTES)
                        .put(compressed)
                        .putInt(checksum(bytes, length))
                        .array();
            }
            case ZSTANDARD -> Zstd.compress(Arrays.copyOf(bytes, length), ZSTANDARD_LEVEL);
        };
    }

    private static byte[] deflated(byte[] bytes, int length) throws IOException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 2 + 64);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(compressed, deflater)) {
            stream.write(bytes, 0, length);
        } finally {
            deflater.end();
        }
        return compressed.toByteArray();
    }
}
