package io.blink.formats;

import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.avro.container.AvroFileFormat;
import io.blink.formats.csv.CsvFormat;
import io.blink.formats.json.JsonFormat;
import io.blink.formats.orc.OrcFormat;
import io.blink.formats.parquet.ParquetFormat;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The formats there are. */
public final class FileFormats {
    private static final List<FileFormat> ALL =
            List.of(new ParquetFormat(), new OrcFormat(), new CsvFormat(), new JsonFormat(), new AvroFileFormat());

    private FileFormats() {}

    public static List<FileFormat> all() {
        return ALL;
    }

    /** Opens a part of a file; whatever the format, the rows are those that a strict request asks for, and the columns the request's alone. The reader closes the file. */
    public static FileReader open(String format, InputFile file, ReadRequest request, Configuration options)
            throws IOException {
        return FilteredFileReader.of(named(format).open(file, request, options), request);
    }

    /** The format of that name, or an error that names the nearest. */
    public static FileFormat named(String name) {
        List<String> names = ALL.stream().map(FileFormat::name).toList();
        return ALL.stream()
                .filter(format -> format.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BlinkException(
                        FormatErrorCode.UNKNOWN_FORMAT,
                        "No format '" + name + "': there are " + names + "." + NearestName.hint(name, names)));
    }
}
