package io.blink.formats.csv;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormat;
import io.blink.formats.record.TextValue;
import java.time.ZoneOffset;
import java.util.List;

/** A record is one line (RFC 4180) without its end. */
public final class CsvRecordFormat implements RecordFormat {
    static final ConfigOption<Boolean> IGNORE_PARSE_ERRORS = ConfigOption.bool(
            "csv.ignore-parse-errors",
            "false",
            "Whether a value that does not fit its column becomes NULL, and a record that cannot be read at all is left out");

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(
                CsvFormat.FIELD_DELIMITER, CsvFormat.QUOTE_CHARACTER, CsvFormat.NULL_LITERAL, IGNORE_PARSE_ERRORS);
    }

    @Override
    public void check(List<Field> fields, Configuration options) {
        fields.forEach(field -> TextValue.of(field.type(), ZoneOffset.UTC));
    }

    @Override
    public RecordDecoder decoder(DecodingRequest request) {
        return new CsvRecordDecoder(request);
    }

    @Override
    public RecordEncoder encoder(EncodingRequest request) {
        return new CsvRecordEncoder(request);
    }

    /** A character that the format has as one byte. */
    static byte ascii(ConfigOption<Character> option, Configuration options) {
        char character = options.get(option);
        if (character >= 0x80) {
            throw new io.blink.core.error.BlinkException(
                    io.blink.core.error.CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + option.key() + "' = '" + character + "' is not ASCII, which records need.");
        }
        return (byte) character;
    }
}
