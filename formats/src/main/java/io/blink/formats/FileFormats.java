package io.blink.formats;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.formats.csv.CsvFormat;
import io.blink.formats.orc.OrcFormat;
import io.blink.formats.parquet.ParquetFormat;
import java.util.List;
import java.util.Locale;

/** The formats there are. */
public final class FileFormats {
    private static final List<FileFormat> ALL = List.of(new ParquetFormat(), new OrcFormat(), new CsvFormat());

    private FileFormats() {}

    public static List<FileFormat> all() {
        return ALL;
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
