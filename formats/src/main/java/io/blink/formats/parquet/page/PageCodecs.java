package io.blink.formats.parquet.page;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages of the usual codecs in one call from array to array; parquet-java's way through Hadoop's streams copies each page three times more. Other codecs, and
 * compression, are left to the factory behind it. One reader's: a decompressor, of which parquet-java makes one for each column chunk, decompresses all its pages into one array,
 * so that a page is gone when the next one of its column is decompressed; {@link #endRowGroup} leaves the arrays to the next row group and to other readers.
 */
public final class PageCodecs implements CompressionCodecFactory {
    private final CompressionCodecFactory others;
    private final List<ArrayDecompressor> inUse = new ArrayList<>();
    private final SpareArrays spare;
    private boolean deferring;
    private Pending pending;

    /** A page of {@code length} bytes that has not been decompressed yet. */
    public record Pending(ArrayDecompressor decompressor, BytesInput compressed, int length) {
        PageBytes decompress() throws IOException {
            return new PageBytes(decompressor.decompressed(PageBytes.of(compressed), length), 0, length);
        }
    }

    public PageCodecs(CompressionCodecFactory others, SpareArrays spare) {
        this.others = others;
        this.spare = spare;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return others.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case SNAPPY -> inUse(new ArrayDecompressor("Snappy", PageCodecs::snappy));
            case ZSTD -> inUse(new ArrayDecompressor("Zstandard", PageCodecs::zstd));
            default -> others.getDecompressor(codec);
        };
    }

    private ArrayDecompressor inUse(ArrayDecompressor decompressor) {
        inUse.add(decompressor);
        return decompressor;
    }

    /** The next page, or {@code null}; decompressed by parquet-java only if its codec is not one of these here. */
    public LazyPage readPage(PageReader pages) {
        deferring = true;
        pending = null;
        try {
            DataPage page = pages.readPage();
            return page == null ? null : new LazyPage(page, pending);
        } finally {
            deferring = false;
        }
    }

    /** Nobody reads pages that were decompressed before any more. */
    public void endRowGroup() {
        inUse.forEach(ArrayDecompressor::leave);
        inUse.clear();
    }

    private static int snappy(PageBytes source, byte[] target, int room) throws IOException {
        int length = Snappy.uncompressedLength(source.array(), source.from(), source.length());
        // The library writes as many bytes as the page says, whatever room there is.
        return length > room ? length : Snappy.uncompress(source.array(), source.from(), source.length(), target, 0);
    }

    private static int zstd(PageBytes source, byte[] target, int room) {
        return Math.toIntExact(
                Zstd.decompressByteArray(target, 0, room, source.array(), source.from(), source.length()));
    }

    @Override
    public void release() {
        others.release();
    }

    @FunctionalInterface
    private interface Codec {
        /** Returns how many bytes the source has decompressed; more than there is room for if the target has not been filled. */
        int decompress(PageBytes source, byte[] target, int room) throws IOException;
    }

    private final class ArrayDecompressor implements BytesInputDecompressor {
        private final String name;
        private final Codec codec;
        /** Holds the page that was decompressed last. */
        private byte[] array = new byte[0];

        ArrayDecompressor(String name, Codec codec) {
            this.name = name;
            this.codec = codec;
        }

        @Override
        public BytesInput decompress(BytesInput compressed, int length) throws IOException {
            if (deferring) {
                pending = new Pending(this, compressed, length);
                return compressed;
            }
            return BytesInput.from(decompressed(PageBytes.of(compressed), length), 0, length);
        }

        private byte[] decompressed(PageBytes source, int length) {
            byte[] target = room(length);
            int written;
            try {
                written = codec.decompress(source, target, length);
            } catch (IOException | ZstdException e) {
                throw new ParquetDecodingException(
                        "a page of " + source.length() + " bytes is no " + name + " data: " + e.getMessage(), e);
            }
            if (written != length) {
                throw new ParquetDecodingException("a page of " + source.length() + " bytes of " + name + " holds "
                        + written + " bytes instead of " + length);
            }
            return target;
        }

        private byte[] room(int length) {
            if (array.length < length) {
                leave();
                array = spare.take(length);
            }
            return array;
        }

        private void leave() {
            spare.give(array);
            array = new byte[0];
        }

        @Override
        public void decompress(ByteBuffer input, int compressedLength, ByteBuffer output, int length)
                throws IOException {
            ByteBuffer source = input.slice().limit(compressedLength);
            output.put(decompressed(PageBytes.of(BytesInput.from(source)), length), 0, length);
            input.position(input.position() + compressedLength);
        }

        @Override
        public void release() {
            // Holds nothing between two pages.
        }
    }
}
