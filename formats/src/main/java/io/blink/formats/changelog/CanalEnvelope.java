package io.blink.formats.changelog;

import io.blink.core.column.RowKind;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.changelog.EnvelopeMetadata.Member;
import io.blink.formats.json.JsonFields;
import io.blink.formats.json.JsonMembers;
import io.blink.formats.json.JsonOptions;
import io.blink.formats.json.JsonScanner;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Canal's envelope: {@code {"data": [row, …], "old": [fields, …], "type": "INSERT" | "UPDATE" | "DELETE"}}, where {@code old} has what an update changed as it was before. Other
 * types, of definitions, hold no row. What Blink writes has INSERT and DELETE alone: an update is both.
 */
public final class CanalEnvelope implements EnvelopeReader {
    private static final String NAME = "canal-json";

    private static final ConfigOption<String> DATABASE = ConfigOption.string(
            NAME + ".database.include", null, "A regular expression: records of other databases are left out");

    private static final ConfigOption<String> TABLE = ConfigOption.string(
            NAME + ".table.include", null, "A regular expression: records of other tables are left out");

    private static final int DATA = 0;
    private static final int OLD = 1;
    private static final int TYPE = 2;
    private static final int DATABASE_NAME = 3;
    private static final int TABLE_NAME = 4;

    /** By key, as Flink has them; {@code es} is when the database made a change, {@code ts} when Canal saw it. */
    private static final Map<String, Member> METADATA = new TreeMap<>(Map.of(
            "database",
            new Member(0, "database", DataType.string()),
            "table",
            new Member(0, "table", DataType.string()),
            "sql-type",
            new Member(0, "sqlType", DataType.map(DataType.string(), DataType.of(TypeKind.INT))),
            "pk-names",
            new Member(0, "pkNames", DataType.array(DataType.string())),
            "ingestion-timestamp",
            new Member(0, "ts", DataType.timestampLtz(3)),
            "event-timestamp",
            new Member(0, "es", DataType.timestampLtz(3))));

    private final JsonMembers envelope = new JsonMembers("data", "old", "type", "database", "table");
    private final JsonFields fields;
    private final EnvelopeMetadata metadata;
    private final Pattern databases;
    private final Pattern tables;
    private int start;

    /** The format of records in such envelopes. */
    public static RecordFormat format() {
        return new EnvelopeFormat(
                NAME,
                List.of(DATABASE, TABLE),
                new EnvelopeFormat.Frame(
                        "{\"data\":[", "],\"type\":\"INSERT\"}", "{\"data\":[", "],\"type\":\"DELETE\"}"),
                EnvelopeMetadata.types(METADATA),
                CanalEnvelope::new);
    }

    private CanalEnvelope(DecodingRequest request) {
        JsonOptions options = JsonOptions.of(NAME, request.options());
        fields = new JsonFields(request.columns(), request.timeZone(), options);
        metadata = new EnvelopeMetadata(METADATA, request, JsonOptions.of(NAME, Configuration.empty()));
        databases = pattern(DATABASE, request.options());
        tables = pattern(TABLE, request.options());
    }

    private static Pattern pattern(ConfigOption<String> option, Configuration options) {
        return options.optional(option).map(Pattern::compile).orElse(null);
    }

    @Override
    public void read(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        start = scanner.position();
        envelope.find(scanner);
        scanner.finish();
        if (isWanted(DATABASE_NAME, databases, scanner) && isWanted(TABLE_NAME, tables, scanner)) {
            changes(scanner, rows);
        }
    }

    private boolean isWanted(int name, Pattern pattern, JsonScanner scanner) throws MalformedRecord {
        String value = pattern == null ? null : envelope.text(name, scanner);
        return pattern == null || (value != null && pattern.matcher(value).matches());
    }

    private void changes(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        String type = envelope.text(TYPE, scanner);
        switch (String.valueOf(type)) {
            case "INSERT" -> data(scanner, RowKind.INSERT, rows);
            case "DELETE" -> data(scanner, RowKind.DELETE, rows);
            case "UPDATE" -> updates(scanner, rows);
            case "null" -> throw new MalformedRecord("'type' is missing");
            default -> {
                // A definition.
            }
        }
    }

    private void data(JsonScanner scanner, RowKind kind, DecodedRows rows) throws MalformedRecord {
        moveTo(scanner, DATA, "data");
        scanner.expect('[');
        if (scanner.take(']')) {
            return;
        }
        do {
            fields.read(scanner, rows::column, rows.count());
            metadata.append(scanner, rows, start);
            rows.endRow(kind);
        } while (scanner.more(']'));
    }

    /** The old row is the new one with what changed put back. */
    private void updates(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        moveTo(scanner, OLD, "old");
        scanner.expect('[');
        int old = scanner.position();
        moveTo(scanner, DATA, "data");
        scanner.expect('[');
        if (scanner.take(']')) {
            return;
        }
        boolean more = true;
        while (more) {
            scanner.peek();
            int data = scanner.position();
            fields.read(scanner, rows::column, rows.count());
            scanner.moveTo(old);
            fields.readOver(scanner, rows::column, rows.count());
            boolean moreOld = scanner.more(']');
            old = scanner.position();
            metadata.append(scanner, rows, start);
            rows.endRow(RowKind.UPDATE_BEFORE);
            scanner.moveTo(data);
            fields.read(scanner, rows::column, rows.count());
            metadata.append(scanner, rows, start);
            rows.endRow(RowKind.UPDATE_AFTER);
            more = scanner.more(']');
            if (more != moreOld) {
                throw new MalformedRecord("'data' and 'old' of an UPDATE have not the same number of rows");
            }
        }
    }

    private void moveTo(JsonScanner scanner, int member, String name) throws MalformedRecord {
        if (!envelope.has(member)) {
            throw new MalformedRecord("'" + name + "' is missing or null");
        }
        envelope.moveTo(member, scanner);
    }
}
