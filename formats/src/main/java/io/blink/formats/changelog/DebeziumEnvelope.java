package io.blink.formats.changelog;

import io.blink.core.column.RowKind;
import io.blink.core.config.ConfigOption;
import io.blink.formats.json.JsonFields;
import io.blink.formats.json.JsonMembers;
import io.blink.formats.json.JsonOptions;
import io.blink.formats.json.JsonScanner;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordFormat;
import java.util.List;

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

    private final JsonMembers outer = new JsonMembers("payload");
    private final JsonMembers envelope = new JsonMembers("before", "after", "op");
    private final JsonFields fields;
    private final boolean withSchema;

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
                DebeziumEnvelope::new);
    }

    private DebeziumEnvelope(DecodingRequest request) {
        JsonOptions options = JsonOptions.of(NAME, request.options());
        fields = new JsonFields(request.columns(), request.timeZone(), options);
        withSchema = request.options().get(SCHEMA_INCLUDE);
    }

    @Override
    public void read(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        findEnvelope(scanner);
        change(scanner, rows);
    }

    private void findEnvelope(JsonScanner scanner) throws MalformedRecord {
        if (withSchema) {
            outer.find(scanner);
            scanner.finish();
            if (!outer.has(0)) {
                throw new MalformedRecord("there is no 'payload', which 'debezium-json.schema-include' says there is");
            }
            outer.moveTo(0, scanner);
            envelope.find(scanner);
        } else {
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
        rows.endRow(kind);
    }
}
