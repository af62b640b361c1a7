package io.blink.formats.parquet.writing;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** What a table says of the files that are written for it. */
public final class WritingOptions {
    /** The codecs that are written. */
    public enum Compression {
        UNCOMPRESSED(CompressionCodecName.UNCOMPRESSED),
        SNAPPY(CompressionCodecName.SNAPPY),
        ZSTD(CompressionCodecName.ZSTD);

        private final CompressionCodecName codec;

        Compression(CompressionCodecName codec) {
            this.codec = codec;
        }

        CompressionCodecName codec() {
            return codec;
        }
    }

    public static final ConfigOption<Compression> COMPRESSION = ConfigOption.choice(
            "parquet.compression", Compression.class, "snappy", "Codec of the pages: uncompressed, snappy or zstd");

    public static final ConfigOption<DataSize> ROW_GROUP_SIZE =
            ConfigOption.size("parquet.block.size", "128mb", "Bytes after which a row group ends");

    private WritingOptions() {}
}
