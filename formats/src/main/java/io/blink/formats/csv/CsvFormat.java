package io.blink.formats.csv;

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
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.LineWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Comma-separated values. */
public final class CsvFormat implements FileFormat {
    public static final ConfigOption<Boolean> HEADER = ConfigOption.bool(
            "csv.header",
            "false",
            "Whether the first line of each file names its columns; columns are then found by name");

    public static final ConfigOption<Character> FIELD_DELIMITER = new ConfigOption<>(
            "csv.field-delimiter",
            CsvFormat::oneCharacter,
            ",",
            "The character between fields",
            List.of("field-delimiter"));

    public static final ConfigOption<Character> QUOTE_CHARACTER = new ConfigOption<>(
            "csv.quote-character", CsvFormat::oneCharacter, "\"", "The character around quoted fields", List.of());

    public static final ConfigOption<String> NULL_LITERAL =
            ConfigOption.string("csv.null-literal", "", "An unquoted field with this text is NULL");

    private static Character oneCharacter(String text) {
        if (text.equals("\\t")) {
            return '\t';
        }
        if (text.length() != 1) {
            throw new IllegalArgumentException("one character is expected");
        }
        return text.charAt(0);
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(HEADER, FIELD_DELIMITER, QUOTE_CHARACTER, NULL_LITERAL);
    }

    @Override
    public List<Field> columns(InputFile file) {
        throw new BlinkException(
                FormatErrorCode.UNSUPPORTED_FILE,
                "A CSV file does not say its columns' types; declare the columns of the table over " + file.path()
                        + ".");
    }

    @Override
    public long rowCount(InputFile file) {
        return -1;
    }

    @Override
    public boolean splittable(Configuration options) {
        return false;
    }

    @Override
    public FileReader open(InputFile file, ReadRequest request, Configuration options) throws IOException {
        return new CsvReader(file, request, options);
    }

    @Override
    public FileWriter create(OutputStream stream, String path, List<Field> columns, Configuration options)
            throws IOException {
        CsvRecordEncoder encoder = new CsvRecordEncoder(EncodingRequest.ofFile(columns, options));
        LineWriter writer = new LineWriter(stream, encoder);
        if (options.get(HEADER)) {
            writer.writeLine(encoder.header(columns));
        }
        return writer;
    }

    @Override
    public String extension() {
        return ".csv";
    }
}
