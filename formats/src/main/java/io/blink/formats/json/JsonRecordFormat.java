package io.blink.formats.json;

import io.blink.core.column.RowKind;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormat;
import java.time.ZoneOffset;
import java.util.List;

/** A record is an object, a row. */
public final class JsonRecordFormat implements RecordFormat {
    public static final String NAME = "json";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return JsonOptions.all(NAME);
    }

    @Override
    public void check(List<Field> fields, Configuration options) {
        new JsonFields(fields, ZoneOffset.UTC, JsonOptions.of(NAME, options));
    }

    @Override
    public RecordDecoder decoder(DecodingRequest request) {
        return new Decoder(request);
    }

    @Override
    public RecordEncoder encoder(EncodingRequest request) {
        return new JsonRecordEncoder(request, JsonOptions.of(NAME, request.options()));
    }

    private static final class Decoder implements RecordDecoder {
        private final JsonScanner scanner = new JsonScanner();
        private final JsonFields fields;
        private final boolean ignoreErrors;

        Decoder(DecodingRequest request) {
            JsonOptions options = JsonOptions.of(NAME, request.options());
            fields = new JsonFields(request.columns(), request.timeZone(), options);
            ignoreErrors = options.ignoreErrors();
        }

        @Override
        public void decode(byte[] bytes, int from, int length, DecodedRows rows) throws MalformedRecord {
            int before = rows.count();
            try {
                scanner.reset(bytes, from, length);
                fields.read(scanner, rows::column, before);
                scanner.finish();
                rows.endRow(RowKind.INSERT);
            } catch (MalformedRecord unfit) {
                if (!ignoreErrors) {
                    throw unfit;
                }
                rows.truncate(before);
            }
        }
    }
}
