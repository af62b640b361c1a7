package io.blink.formats.changelog;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.json.JsonFields;
import io.blink.formats.json.JsonOptions;
import io.blink.formats.json.JsonScanner;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.RecordEncoder;
import io.blink.formats.record.RecordFormat;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Changes in JSON: a row, or two, within what says what became of it. */
final class EnvelopeFormat implements RecordFormat {
    /** What stands around the content of a row that comes, and of one that goes. */
    record Frame(String beforeNew, String behindNew, String beforeOld, String behindOld) {}

    private final String name;
    private final List<ConfigOption<?>> own;
    private final Frame frame;
    private final Map<String, DataType> metadata;
    private final Function<DecodingRequest, EnvelopeReader> readers;

    /**
     * @param own options beside those of all JSON
     * @param metadata what envelopes say besides rows
     * @param readers of envelopes, by what is wanted of them
     */
    EnvelopeFormat(
            String name,
            List<ConfigOption<?>> own,
            Frame frame,
            Map<String, DataType> metadata,
            Function<DecodingRequest, EnvelopeReader> readers) {
        this.name = name;
        this.own = List.copyOf(own);
        this.frame = frame;
        this.metadata = metadata;
        this.readers = readers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return Stream.concat(JsonOptions.all(name).stream(), own.stream()).toList();
    }

    @Override
    public Map<String, DataType> metadata() {
        return metadata;
    }

    @Override
    public boolean isChangelog() {
        return true;
    }

    @Override
    public void check(List<Field> fields, Configuration options) {
        new JsonFields(fields, ZoneOffset.UTC, JsonOptions.of(name, options));
    }

    @Override
    public RecordDecoder decoder(DecodingRequest request) {
        return new Decoder(
                readers.apply(request), JsonOptions.of(name, request.options()).ignoreErrors());
    }

    @Override
    public RecordEncoder encoder(EncodingRequest request) {
        return new EnvelopeEncoder(request, JsonOptions.of(name, request.options()), frame);
    }

    private static final class Decoder implements RecordDecoder {
        private final JsonScanner scanner = new JsonScanner();
        private final EnvelopeReader reader;
        private final boolean ignoreErrors;

        Decoder(EnvelopeReader reader, boolean ignoreErrors) {
            this.reader = reader;
            this.ignoreErrors = ignoreErrors;
        }

        @Override
        public void decode(byte[] bytes, int from, int length, DecodedRows rows) throws MalformedRecord {
            int before = rows.count();
            try {
                scanner.reset(bytes, from, length);
                reader.read(scanner, rows);
            } catch (MalformedRecord unfit) {
                if (!ignoreErrors) {
                    throw unfit;
                }
                rows.truncate(before);
            }
        }
    }
}
