package io.blink.formats.orc;

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
import org.apache.orc.CompressionKind;
import org.apache.orc.Reader;

/** Apache ORC. */
public final class OrcFormat implements FileFormat {
    /** The codecs that are written. */
    public enum Compression {
        NONE(CompressionKind.NONE),
        SNAPPY(CompressionKind.SNAPPY),
        ZLIB(CompressionKind.ZLIB),
        ZSTD(CompressionKind.ZSTD);

        private final CompressionKind kind;

        Compression(CompressionKind kind) {
            this.kind = kind;
        }

        CompressionKind kind() {
            return kind;
        }
    }

    public static final ConfigOption<Compression> COMPRESSION = ConfigOption.choice(
            "orc.compress", Compression.class, "snappy", "Codec of the streams: none, snappy, zlib or zstd");

    public static final ConfigOption<DataSize> STRIPE_SIZE =
            ConfigOption.size("orc.stripe.size", "64mb", "Bytes after which a stripe ends");

    @Override
    public String name() {
        return "orc";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(COMPRESSION, STRIPE_SIZE);
    }

    @Override
    public List<Field> columns(InputFile file) throws IOException {
        try (Reader reader = OrcReader.open(file)) {
            return OrcTypes.fields(reader.getSchema(), file.path());
        }
    }

    @Override
    public long rowCount(InputFile file) throws IOException {
        try (Reader reader = OrcReader.open(file)) {
            return reader.getNumberOfRows();
        }
    }

    @Override
    public TableStatistics statistics(InputFile file) throws IOException {
        try (Reader reader = OrcReader.open(file)) {
            return OrcStatistics.of(reader, file.length());
        }
    }

    @Override
    public boolean splittable(Configuration options) {
        return true;
    }

    @Override
    public FileReader open(InputFile file, ReadRequest request, Configuration options) throws IOException {
        return new OrcReader(file, request);
    }

    @Override
    public FileWriter create(OutputStream stream, String path, List<Field> columns, Configuration options)
            throws IOException {
        return new OrcWriter(stream, columns, options);
    }

    @Override
    public String extension() {
        return ".orc";
    }
}
