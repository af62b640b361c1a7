package io.blink.formats.parquet.page;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.blink.formats.bytes.HeldArrays;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages of the usual codecs in one call from array to array; parquet-java's way through Hadoop's streams copies each page three times more, and is taken for the others. One reader's: the
 * pages of a column chunk are decompressed into one array, so that a page is gone when the next one is decompressed; {@link #endRowGroup} leaves the arrays to the next row group and to
 * other readers.
 */
public final class PageCodecs {
    private final CompressionCodecFactory others;
    private final List<ArrayDecompressor> inUse = new ArrayList<>();
    private final HeldArrays arrays;

    public PageCodecs(CompressionCodecFactory others, HeldArrays arrays) {
        this.others = others;
        this.arrays = arrays;
    }

    /** Decompresses the pages of one column chunk. */
    @FunctionalInterface
    interface Decompressor {
        /** @param length of what was compressed; a page that holds another number of bytes is an IOException */
        PageBytes decompress(PageBytes source, int length) throws IOException;
    }

    Decompressor decompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> (source, length) -> source;
            case SNAPPY -> inUse(new ArrayDecompressor("Snappy", PageCodecs::snappy));
            case ZSTD -> inUse(new ArrayDecompressor("Zstandard", PageCodecs::zstd));
            default -> (source, length) -> decompressed(codec, source, length);
        };
    }

    private ArrayDecompressor inUse(ArrayDecompressor decompressor) {
        inUse.add(decompressor);
        return decompressor;
    }

    private PageBytes decompressed(CompressionCodecName codec, PageBytes source, int length) throws IOException {
        BytesInput compressed = BytesInput.from(source.array(), source.from(), source.length());
        byte[] content = others.getDecompressor(codec)
                .decompress(compressed, length)
                .toInputStream()
                .readAllBytes();
        return new PageBytes(content, 0, content.length);
    }

    /** Nobody reads pages that were decompressed before any more. */
    public void endRowGroup() {
        inUse.forEach(ArrayDecompressor::leave);
        inUse.clear();
    }

    public void release() {
        others.release();
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

    @FunctionalInterface
    private interface Codec {
        /** Returns how many bytes the source has decompressed; more than there is room for if the target has not been filled. */
        int decompress(PageBytes source, byte[] target, int room) throws IOException;
    }

    private final class ArrayDecompressor implements Decompressor {
        private final String name;
        private final Codec codec;
        /** Holds the page that was decompressed last. */
        private byte[] array = new byte[0];

        ArrayDecompressor(String name, Codec codec) {
            this.name = name;
            this.codec = codec;
        }

        @Override
        public PageBytes decompress(PageBytes source, int length) throws IOException {
            if (length == 0) {
                return new PageBytes(array, 0, 0);
            }
            byte[] target = room(length);
            int written;
            try {
                written = codec.decompress(source, target, length);
            } catch (IOException | ZstdException e) {
                throw new IOException(
                        "a page of " + source.length() + " bytes is no " + name + " data: " + e.getMessage(), e);
            }
            if (written != length) {
                throw new IOException("a page of " + source.length() + " bytes of " + name + " holds " + written
                        + " bytes instead of " + length);
            }
            return new PageBytes(target, 0, length);
        }

        private byte[] room(int length) {
            if (array.length < length) {
                leave();
                array = arrays.take(length);
            }
            return array;
        }

        private void leave() {
            if (array.length > 0) {
                arrays.give(array);
                array = new byte[0];
            }
        }
    }
}
