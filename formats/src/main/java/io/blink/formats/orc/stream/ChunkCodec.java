package io.blink.formats.orc.stream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.orc.CompressionKind;
import org.xerial.snappy.Snappy;

/** Decompresses the chunks of a file's streams, each in one call from array to array, and keeps the arrays for the next stripe. One reader's; one thread at a time. */
public final class ChunkCodec {
    /** Bytes that may be read behind the last one of an array, so that eight can be taken at once. */
    static final int SLACK = Long.BYTES;

    private static final int SPARE_MAX = 64;

    @FunctionalInterface
    private interface Decompression {
        /** Returns how many bytes there are; more than {@code room} if they were too many. */
        int decompress(byte[] source, int from, int length, byte[] target, int room)
                throws IOException, DataFormatException;
    }

    private final CompressionKind kind;
    private final int chunkBytesMax;
    private final Decompression decompression;
    private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

    private ChunkCodec(CompressionKind kind, int chunkBytesMax, Decompression decompression) {
        this.kind = kind;
        this.chunkBytesMax = chunkBytesMax;
        this.decompression = decompression;
    }

    /** Empty for a codec that is not read here. @param chunkBytesMax what a chunk may have decompressed, as the file says */
    public static Optional<ChunkCodec> of(CompressionKind kind, int chunkBytesMax) {
        Decompression decompression =
                switch (kind) {
                    case NONE -> null;
                    case ZLIB -> ChunkCodec::zlib;
                    case SNAPPY -> ChunkCodec::snappy;
                    case ZSTD ->
                        (source, from, length, target, room) ->
                                Math.toIntExact(Zstd.decompressByteArray(target, 0, room, source, from, length));
                    case LZO, LZ4, BROTLI -> null;
                };
        return decompression == null && kind != CompressionKind.NONE
                ? Optional.empty()
                : Optional.of(new ChunkCodec(kind, chunkBytesMax, decompression));
    }

    boolean compresses() {
        return decompression != null;
    }

    private static int snappy(byte[] source, int from, int length, byte[] target, int room) throws IOException {
        int decompressed = Snappy.uncompressedLength(source, from, length);
        // The library writes as many bytes as the chunk says, whatever room there is.
        return decompressed > room ? decompressed : Snappy.uncompress(source, from, length, target, 0);
    }

    private static int zlib(byte[] source, int from, int length, byte[] target, int room) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(source, from, length);
            int total = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(target, total, room - total);
                if (count == 0 && !inflater.finished()) {
                    return inflater.needsInput() || inflater.needsDictionary() ? -1 : room + 1;
                }
                total += count;
            }
            return total;
        } finally {
            inflater.end();
        }
    }

    /** An array that has the room for a chunk, and the slack behind it. */
    byte[] array() {
        byte[] array = spare.poll();
        return array == null ? new byte[chunkBytesMax + SLACK] : array;
    }

    /** Nobody reads what is in it any more. */
    void release(byte[] array) {
        if (spare.size() < SPARE_MAX) {
            spare.add(array);
        }
    }

    /** Returns how many bytes the chunk has. */
    int decompress(byte[] source, int from, int length, byte[] target) throws IOException {
        int written;
        try {
            written = decompression.decompress(source, from, length, target, chunkBytesMax);
        } catch (IOException | DataFormatException | ZstdException e) {
            throw new IOException("a chunk of " + length + " bytes is no " + kind + " data: " + e.getMessage(), e);
        }
        if (written < 0 || written > chunkBytesMax) {
            throw new IOException("a chunk of " + length + " bytes of " + kind + " holds "
                    + (written < 0
                            ? "less than it says"
                            : "more than the " + chunkBytesMax + " bytes that a chunk may"));
        }
        return written;
    }
}
