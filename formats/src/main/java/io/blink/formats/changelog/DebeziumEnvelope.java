package io.blink.formats.changelog;

import io.blink.core.column.RowKind;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.DataType;
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

/**
 * Debezium's envelope: {@code {"before": row, "after": row, "op": "c" | "r" | "u" | "d"}}, perhaps as the {@code payload} beside a {@code schema}. What Blink writes has the operations {@code
 * c} and {@code d} alone: an update is both.
 */
public final class DebeziumEnvelope implements EnvelopeReader {
    private static final String NAME = "debezium-json";

    private static final ConfigOption<Boolean> SCHEMA_INCLUDE = ConfigOption.bool(
            NAME + ".schema-include",
            "false",
            "Whether records carry their schema, with the envelope as 'payload' beside it");

    private static final int BEFORE = 0;
    private static final int AFTER = 1;
    private static final int OPERATION = 2;
    private static final int SOURCE = 3;

    /** The objects that metadata lie in. */
    private static final int IN_RECORD = 0;

    private static final int IN_ENVELOPE = 1;
    private static final int IN_SOURCE = 2;

    /** By key, as Flink has them; {@code ts_ms} is when Debezium saw a change, that of {@code source} when the database made it. */
    private static final Map<String, Member> METADATA = new TreeMap<>(Map.of(
            "schema",
            new Member(IN_RECORD, "schema", DataType.string()),
            "ingestion-timestamp",
            new Member(IN_ENVELOPE, "ts_ms", DataType.timestampLtz(3)),
            "source.timestamp",
            new Member(IN_SOURCE, "ts_ms", DataType.timestampLtz(3)),
            "source.database",
            new Member(IN_SOURCE, "db", DataType.string()),
            "source.schema",
            new Member(IN_SOURCE, "schema", DataType.string()),
            "source.table",
            new Member(IN_SOURCE, "table", DataType.string()),
            "source.properties",
            new Member(IN_ENVELOPE, "source", DataType.map(DataType.string(), DataType.string()))));

    private final JsonMembers outer = new JsonMembers("payload");
    private final JsonMembers envelope = new JsonMembers("before", "after", "op", "source");
    private final EnvelopeMetadata metadata;
    private final JsonFields fields;
    private final boolean withSchema;
    /** Where the record begins, if it has a schema, or -1. */
    private int recordStart;

    private int envelopeStart;

    /** The format of records in such envelopes. */
    public static RecordFormat format() {
        return new EnvelopeFormat(
                NAME,
                List.of(SCHEMA_INCLUDE),
                new EnvelopeFormat.Frame(
                        "{\"before\":null,\"after\":",
                        ",\"op\":\"c\"}",
                        "{\"before\":",
                        ",\"after\":null,\"op\":\"d\"}"),
                EnvelopeMetadata.types(METADATA),
                DebeziumEnvelope::new);
    }

    private DebeziumEnvelope(DecodingRequest request) {
        JsonOptions options = JsonOptions.of(NAME, request.options());
        fields = new JsonFields(request.columns(), request.timeZone(), options);
        metadata = new EnvelopeMetadata(METADATA, request, JsonOptions.of(NAME, Configuration.empty()));
        withSchema = request.options().get(SCHEMA_INCLUDE);
    }

    @Override
    public void read(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        findEnvelope(scanner);
        change(scanner, rows);
    }

    private void findEnvelope(JsonScanner scanner) throws MalformedRecord {
        int start = scanner.position();
        recordStart = withSchema ? start : -1;
        if (withSchema) {
            outer.find(scanner);
            scanner.finish();
            if (!outer.has(0)) {
                throw new MalformedRecord("there is no 'payload', which 'debezium-json.schema-include' says there is");
            }
            outer.moveTo(0, scanner);
            envelopeStart = scanner.position();
            envelope.find(scanner);
        } else {
            envelopeStart = start;
            envelope.find(scanner);
            scanner.finish();
        }
    }

    private void change(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        String operation = envelope.text(OPERATION, scanner);
        switch (String.valueOf(operation)) {
            case "c", "r" -> row(scanner, AFTER, RowKind.INSERT, operation, rows);
            case "u" -> {
                row(scanner, BEFORE, RowKind.UPDATE_BEFORE, operation, rows);
                row(scanner, AFTER, RowKind.UPDATE_AFTER, operation, rows);
            }
            case "d" -> row(scanner, BEFORE, RowKind.DELETE, operation, rows);
            default -> throw new MalformedRecord("'op' is " + operation + " and none of c, r, u and d");
        }
    }

    private void row(JsonScanner scanner, int which, RowKind kind, String operation, DecodedRows rows)
            throws MalformedRecord {
        if (!envelope.has(which)) {
            throw new MalformedRecord(
                    which == AFTER
                            ? "'after' is null in a change '" + operation + "'"
                            : "'before' is null in a change '" + operation
                                    + "': the database must log whole rows (PostgreSQL: REPLICA IDENTITY FULL)");
        }
        envelope.moveTo(which, scanner);
        fields.read(scanner, rows::column, rows.count());
        metadata.append(scanner, rows, recordStart, envelopeStart, envelope.position(SOURCE));
        rows.endRow(kind);
    }
}
