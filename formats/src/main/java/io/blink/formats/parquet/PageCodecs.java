package io.blink.formats.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages of the usual codecs in one call from array to array; parquet-java's way through Hadoop's streams copies each page three times more. Other codecs, and
 * compression, are left to the factory behind it.
 */
final class PageCodecs implements CompressionCodecFactory {
    private final CompressionCodecFactory others;

    PageCodecs(CompressionCodecFactory others) {
        this.others = others;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return others.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case SNAPPY -> new ArrayDecompressor("Snappy", PageCodecs::snappy);
            case ZSTD -> new ArrayDecompressor("Zstandard", PageCodecs::zstd);
            default -> others.getDecompressor(codec);
        };
    }

    private static int snappy(PageBytes source, byte[] target) throws IOException {
        int length = Snappy.uncompressedLength(source.array(), source.from(), source.length());
        // The library writes as many bytes as the page says, whatever room there is.
        return length > target.length
                ? length
                : Snappy.uncompress(source.array(), source.from(), source.length(), target, 0);
    }

    private static int zstd(PageBytes source, byte[] target) {
        return Math.toIntExact(
                Zstd.decompressByteArray(target, 0, target.length, source.array(), source.from(), source.length()));
    }

    @Override
    public void release() {
        others.release();
    }

    @FunctionalInterface
    private interface Codec {
        /** Returns how many bytes the source has decompressed; more than the target holds if it has not been filled. */
        int decompress(PageBytes source, byte[] target) throws IOException;
    }

    private record ArrayDecompressor(String name, Codec codec) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput compressed, int length) throws IOException {
            return BytesInput.from(decompressed(PageBytes.of(compressed), length));
        }

        private byte[] decompressed(PageBytes source, int length) {
            byte[] target = new byte[length];
            int written;
            try {
                written = codec.decompress(source, target);
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

        @Override
        public void decompress(ByteBuffer input, int compressedLength, ByteBuffer output, int length)
                throws IOException {
            ByteBuffer source = input.slice().limit(compressedLength);
            output.put(decompressed(PageBytes.of(BytesInput.from(source)), length));
            input.position(input.position() + compressedLength);
        }

        @Override
        public void release() {
            // Holds nothing between two pages.
        }
    }
}
