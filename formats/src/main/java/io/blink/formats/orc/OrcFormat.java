package io.blink.formats.orc;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileReader;
import io.blink.formats.FileWriter;
import io.blink.formats.ReadRequest;
import io.blink.formats.bytes.SpareArrays;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.orc.CompressionKind;
import org.apache.orc.Reader;

/** Apache ORC. Keeps footers that it has parsed, and arrays for readers to come. */
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

    public static final ConfigOption<Integer> ROW_GROUP_ROWS = ConfigOption.integer(
            "orc.row.index.stride", "10000", "Rows of a row group, the least that statistics leave out; 1000 or more");

    public static final ConfigOption<String> BLOOM_FILTER_COLUMNS = ConfigOption.string(
            "orc.bloom.filter.columns", "", "Columns that get a Bloom filter for each row group, separated by commas");

    public static final ConfigOption<String> BLOOM_FILTER_ERROR = ConfigOption.string(
            "orc.bloom.filter.fpp", "0.01", "Share of the values that a Bloom filter passes although it lacks them");

    private final SpareArrays spare = SpareArrays.ofHeap();
    private final OrcTails tails = new OrcTails();

    @Override
    public String name() {
        return "orc";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(COMPRESSION, STRIPE_SIZE, ROW_GROUP_ROWS, BLOOM_FILTER_COLUMNS, BLOOM_FILTER_ERROR);
    }

    @Override
    public List<Field> columns(InputFile file) throws IOException {
        try (Reader reader = OrcFooters.open(file, tails)) {
            return OrcTypes.fields(reader.getSchema(), file.path());
        }
    }

    @Override
    public long rowCount(InputFile file) throws IOException {
        try (Reader reader = OrcFooters.open(file, tails)) {
            return reader.getNumberOfRows();
        }
    }

    @Override
    public TableStatistics statistics(InputFile file) throws IOException {
        try (Reader reader = OrcFooters.open(file, tails)) {
            return OrcStatistics.of(reader, file.length());
        }
    }

    @Override
    public boolean splittable(Configuration options) {
        return true;
    }

    @Override
    public boolean readsParts() {
        return true;
    }

    @Override
    public FileReader open(InputFile file, ReadRequest request, Configuration options) throws IOException {
        Reader footer = OrcFooters.open(file, tails);
        try {
            OrcFooters.checkRowCount(file, footer);
            Optional<OrcReader> reader = OrcReader.of(file, footer, request, spare);
            return reader.isPresent() ? reader.get() : new VectorReader(file, footer, request);
        } catch (IOException | BlinkException e) {
            footer.close();
            throw e;
        } catch (RuntimeException e) {
            footer.close();
            throw OrcFooters.damaged(file, "", e);
        }
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
