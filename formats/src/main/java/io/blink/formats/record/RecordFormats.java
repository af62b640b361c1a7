package io.blink.formats.record;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.avro.AvroRecordFormat;
import io.blink.formats.avro.registry.RegistryDebeziumFormat;
import io.blink.formats.avro.registry.RegistryFormat;
import io.blink.formats.changelog.CanalEnvelope;
import io.blink.formats.changelog.DebeziumEnvelope;
import io.blink.formats.changelog.MaxwellEnvelope;
import io.blink.formats.changelog.OggEnvelope;
import io.blink.formats.csv.CsvRecordFormat;
import io.blink.formats.json.JsonRecordFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The formats of records that there are. */
public final class RecordFormats {
    private static final List<RecordFormat> ALL = List.of(
            new JsonRecordFormat(),
            new CsvRecordFormat(),
            new RawFormat(),
            new AvroRecordFormat(),
            new RegistryFormat(),
            new RegistryDebeziumFormat(),
            DebeziumEnvelope.format(),
            CanalEnvelope.format(),
            MaxwellEnvelope.format(),
            OggEnvelope.format());

    private RecordFormats() {}

    public static List<RecordFormat> all() {
        return ALL;
    }

    /** The options of all formats. */
    public static List<ConfigOption<?>> options() {
        return ALL.stream()
                .<ConfigOption<?>>flatMap(format -> format.options().stream())
                .toList();
    }

    /** What records of one or another format say besides their fields. */
    public static Map<String, DataType> metadata() {
        Map<String, DataType> all = new LinkedHashMap<>();
        ALL.forEach(format -> all.putAll(format.metadata()));
        return all;
    }

    /** The format of that name, or an error that names the nearest. */
    public static RecordFormat named(String name) {
        List<String> names = ALL.stream().map(RecordFormat::name).toList();
        return ALL.stream()
                .filter(format -> format.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BlinkException(
                        FormatErrorCode.UNKNOWN_FORMAT,
                        "No format '" + name + "' for records: there are " + names + "."
                                + NearestName.hint(name, names)));
    }
}
