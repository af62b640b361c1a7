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
 * The envelope of Oracle GoldenGate: {@code {"before": row, "after": row, "op_type": "I" | "U" | "D"}}. What Blink writes has I and D alone: an update is both.
 */
public final class OggEnvelope implements EnvelopeReader {
    private static final String NAME = "ogg-json";

    private static final int BEFORE = 0;
    private static final int AFTER = 1;
    private static final int OPERATION = 2;

    /** By key, as Flink has them; {@code op_ts} is when the database made a change, {@code current_ts} when GoldenGate saw it. */
    private static final Map<String, Member> METADATA = new TreeMap<>(Map.of(
            "table",
            new Member(0, "table", DataType.string()),
            "primary-keys",
            new Member(0, "primary_keys", DataType.array(DataType.string())),
            "current-timestamp",
            new Member(0, "current_ts", DataType.timestampLtz(6), TimeForm.TEXT),
            "event-timestamp",
            new Member(0, "op_ts", DataType.timestampLtz(6), TimeForm.TEXT)));

    private final JsonMembers envelope = new JsonMembers("before", "after", "op_type");
    private final JsonFields fields;
    private final EnvelopeMetadata metadata;
    private int start;

    /** The format of records in such envelopes. */
    public static RecordFormat format() {
        return new EnvelopeFormat(
                NAME,
                List.of(),
                new EnvelopeFormat.Frame(
                        "{\"before\":null,\"after\":",
                        ",\"op_type\":\"I\"}",
                        "{\"before\":",
                        ",\"after\":null,\"op_type\":\"D\"}"),
                EnvelopeMetadata.types(METADATA),
                OggEnvelope::new);
    }

    private OggEnvelope(DecodingRequest request) {
        fields = new JsonFields(request.columns(), request.timeZone(), JsonOptions.of(NAME, request.options()));
        metadata = new EnvelopeMetadata(METADATA, request, JsonOptions.of(NAME, Configuration.empty()));
    }

    @Override
    public void read(JsonScanner scanner, DecodedRows rows) throws MalformedRecord {
        start = scanner.position();
        envelope.find(scanner);
        scanner.finish();
        String operation = envelope.text(OPERATION, scanner);
        switch (String.valueOf(operation)) {
            case "I" -> row(scanner, AFTER, RowKind.INSERT, rows);
            case "D" -> row(scanner, BEFORE, RowKind.DELETE, rows);
            case "U" -> {
                row(scanner, BEFORE, RowKind.UPDATE_BEFORE, rows);
                row(scanner, AFTER, RowKind.UPDATE_AFTER, rows);
            }
            default -> throw new MalformedRecord("'op_type' is " + operation + " and none of I, U and D");
        }
    }

    private void row(JsonScanner scanner, int which, RowKind kind, DecodedRows rows) throws MalformedRecord {
        if (!envelope.has(which)) {
            throw new MalformedRecord("'" + (which == AFTER ? "after" : "before") + "' is missing or null");
        }
        envelope.moveTo(which, scanner);
        fields.read(scanner, rows::column, rows.count());
        metadata.append(scanner, rows, start);
        rows.endRow(kind);
    }
}
