package io.blink.formats.changelog;

import io.blink.core.column.RowKind;
import io.blink.core.config.Configuration;
import io.blink.core.type.DataType;
import io.blink.formats.changelog.EnvelopeMetadata.Member;
import io.blink.formats.changelog.EnvelopeMetadata.TimeForm;
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

/**
 * Maxwell's envelope: {@code {"data": row, "old": fields, "type": "insert" | "update" | "delete"}}, where {@code old} has what an update changed as it was before. The rows of a
 * bootstrap are inserts; its begin and end, and definitions, hold no row. What Blink writes has inserts and deletes alone: an update is both.
 */
public final class MaxwellEnvelope implements EnvelopeReader {
    private static final String NAME = "maxwell-json";

    private static final int DATA = 0;
    private static final int OLD = 1;
    private static final int TYPE = 2;

    /** By key, as Flink has them. Maxwell counts seconds. */
    private static final Map<String, Member> METADATA = new TreeMap<>(Map.of(
            "database",
            new Member(0, "database", DataType.string()),
            "table",
            new Member(0, "table", DataType.string()),
            "primary-key-columns",
            new Member(0, "primary_key_columns", DataType.array(DataType.string())),
            "ingestion-timestamp",
            new Member(0, "ts", DataType.timestampLtz(3), TimeForm.SECONDS)));

    private final JsonMembers envelope = new JsonMembers("data", "old", "type");
    private final JsonFields fields;
    private final EnvelopeMetadata metadata;
    private int start;

    /** The format of records in such envelopes. */
    public static RecordFormat format() {
        return new EnvelopeFormat(
                NAME,
                List.of(),
                new EnvelopeFormat.Frame("{\"data\":", ",\"type\":\"insert\"}", "{\"data\":", ",\"type\":\"delete\"}"),
                EnvelopeMetadata.types(METADATA),
                MaxwellEnvelope::new);
    }

    private MaxwellEnvelope(DecodingRequest request) {
        fields = new JsonFields(request.columns(), request.timeZone(), JsonOptions.of(NAME, request.options()));
        metadata = new EnvelopeMetadata(METADATA, request, JsonOptions.of(NAME, Configuration.empty()));
    }

    @Override
    public void read(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        start = scanner.position();
        envelope.find(scanner);
        scanner.finish();
        String type = envelope.text(TYPE, scanner);
        switch (String.valueOf(type)) {
            case "insert", "bootstrap-insert" -> row(scanner, RowKind.INSERT, rows);
            case "delete" -> row(scanner, RowKind.DELETE, rows);
            case "update" -> update(scanner, rows);
            case "null" -> throw new MalformedRecord("'type' is missing");
            default -> {
                // A definition, or the begin or end of a bootstrap.
            }
        }
    }

    private void row(JsonScanner scanner, RowKind kind, DecodedRows rows) throws MalformedRecord {
        moveTo(DATA, "data", scanner);
        fields.read(scanner, rows::column, rows.count());
        end(scanner, kind, rows);
    }

    /** The old row is the new one with what changed put back. */
    private void update(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        moveTo(DATA, "data", scanner);
        fields.read(scanner, rows::column, rows.count());
        moveTo(OLD, "old", scanner);
        fields.readOver(scanner, rows::column, rows.count());
        end(scanner, RowKind.UPDATE_BEFORE, rows);
        row(scanner, RowKind.UPDATE_AFTER, rows);
    }

    private void end(JsonScanner scanner, RowKind kind, DecodedRows rows) throws MalformedRecord {
        metadata.append(scanner, rows, start);
        rows.endRow(kind);
    }

    private void moveTo(int member, String name, JsonScanner scanner) throws MalformedRecord {
        if (!envelope.has(member)) {
            throw new MalformedRecord("'" + name + "' is missing or null");
        }
        envelope.moveTo(member, scanner);
    }
}
