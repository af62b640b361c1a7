package io.blink.formats.avro.container;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileReader;
import io.blink.formats.FileWriter;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadRequest;
import io.blink.formats.avro.AvroConvention;
import io.blink.formats.avro.AvroOptions;
import io.blink.formats.avro.AvroRecordFormat;
import io.blink.formats.avro.AvroSchemas;
import io.blink.formats.avro.HiveSchemas;
import io.blink.formats.avro.WrittenTimes;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.MalformedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.avro.Schema;

/** Avro's container files. Columns are found in a file by the names of its schema's fields, whatever their order, and are NULL where it has none. */
public final class AvroFileFormat implements FileFormat {
    private static final ConfigOption<BlockCodec> CODEC = ConfigOption.choice(
            AvroRecordFormat.NAME + ".codec",
            BlockCodec.class,
            "snappy",
            "Codec of the blocks of files: null, deflate, snappy or zstandard");

    public static final ConfigOption<AvroConvention> CONVENTION = ConfigOption.choice(
            AvroRecordFormat.NAME + ".convention",
            AvroConvention.class,
            "flink",
            "Whose files they are like: flink, or hive, whose TIMESTAMP is an instant in the zone that the file names, in milliseconds. Hive tables have that of hive");

    private static final ConfigOption<Boolean> LEGACY_TIMESTAMPS = AvroOptions.legacyOption(AvroRecordFormat.NAME);

    @Override
    public String name() {
        return AvroRecordFormat.NAME;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(CODEC, CONVENTION, LEGACY_TIMESTAMPS);
    }

    @Override
    public List<Field> columns(InputFile file) throws IOException {
        ContainerHeader header = ContainerHeader.read(file, new FileWindow(file));
        try {
            return SchemaColumns.of(header.schema());
        } catch (MalformedRecord e) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_FILE,
                    file.path() + ": " + e.getMessage() + "; declare the columns of the table that are to be read",
                    e);
        }
    }

    @Override
    public long rowCount(InputFile file) {
        return -1;
    }

    @Override
    public boolean splittable(Configuration options) {
        return true;
    }

    @Override
    public FileReader open(InputFile file, ReadRequest request, Configuration options) throws IOException {
        return new AvroFileReader(file, request, options.get(CONVENTION));
    }

    @Override
    public FileWriter create(OutputStream stream, String path, List<Field> columns, Configuration options)
            throws IOException {
        AvroConvention convention = options.get(CONVENTION);
        Schema schema =
                switch (convention) {
                    case FLINK -> new AvroSchemas(options.get(LEGACY_TIMESTAMPS)).of(columns);
                    case HIVE -> new HiveSchemas().of(columns);
                };
        return new AvroFileWriter(
                stream,
                EncodingRequest.ofFile(columns, options),
                schema,
                options.get(CODEC),
                WrittenTimes.properties(convention));
    }

    @Override
    public String extension() {
        return ".avro";
    }
}
