package io.blink.formats.json;

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

/** Files of JSON objects, one a line. */
public final class JsonFormat implements FileFormat {
    @Override
    public String name() {
        return JsonRecordFormat.NAME;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return JsonOptions.all(JsonRecordFormat.NAME);
    }

    @Override
    public List<Field> columns(InputFile file) {
        throw new BlinkException(
                FormatErrorCode.UNSUPPORTED_FILE,
                "A JSON file does not say its columns' types; declare the columns of the table over " + file.path()
                        + ".");
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
        return new JsonLinesReader(file, request, options);
    }

    @Override
    public FileWriter create(OutputStream stream, String path, List<Field> columns, Configuration options) {
        return new LineWriter(stream, new JsonRecordFormat().encoder(EncodingRequest.ofFile(columns, options)));
    }

    @Override
    public String extension() {
        return ".json";
    }
}
