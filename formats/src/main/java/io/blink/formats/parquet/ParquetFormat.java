package io.blink.formats.parquet;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileReader;
import io.blink.formats.FileWriter;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Apache Parquet. Keeps footers that it has parsed. */
public final class ParquetFormat implements FileFormat {
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

    private final Footers footers = new Footers();

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(COMPRESSION, ROW_GROUP_SIZE);
    }

    @Override
    public List<Field> columns(InputFile file) throws IOException {
        return ParquetTypes.fields(footers.of(file).getFileMetaData().getSchema());
    }

    @Override
    public long rowCount(InputFile file) throws IOException {
        return footers.of(file).getBlocks().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
    }

    @Override
    public TableStatistics statistics(InputFile file) throws IOException {
        return footers.statistics(file);
    }

    @Override
    public boolean splittable(Configuration options) {
        return true;
    }

    @Override
    public FileReader open(InputFile file, ReadRequest request, Configuration options) throws IOException {
        return new ParquetReader(file, footers.of(file), request);
    }

    @Override
    public FileWriter create(OutputStream stream, String path, List<Field> columns, Configuration options)
            throws IOException {
        return new ParquetWriter(stream, path, columns, options);
    }

    @Override
    public String extension() {
        return ".parquet";
    }
}
