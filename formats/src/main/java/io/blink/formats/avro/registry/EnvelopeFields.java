package io.blink.formats.avro.registry;

import io.blink.core.column.RowKind;
import io.blink.core.type.Field;
import io.blink.formats.avro.BinaryInput;
import io.blink.formats.avro.RecordFields;
import io.blink.formats.avro.SkippedValue;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;

/** Reads Debezium's envelopes of one schema: rows under {@code before} and {@code after}, and behind them what became of them under {@code op}. One thread. */
final class EnvelopeFields {
    static final String BEFORE = "before";
    static final String AFTER = "after";
    static final String OPERATION = "op";

    private final Schema envelope;
    private final Content before;
    private final Content after;
    private final Schema.Field operation;
    /** Where each field of the envelope begins in the record. */
    private final int[] positions;

    /** @param reader an envelope of the records that are wanted */
    EnvelopeFields(Schema envelope, List<Field> columns, Schema reader) throws MalformedRecord {
        if (envelope.getType() != Schema.Type.RECORD) {
            throw new MalformedRecord("it is " + envelope.getType().getName() + " and no envelope of Debezium's");
        }
        this.envelope = envelope;
        before = new Content(field(BEFORE), columns, content(reader, BEFORE));
        after = new Content(field(AFTER), columns, content(reader, AFTER));
        operation = field(OPERATION);
        positions = new int[envelope.getFields().size()];
    }

    private Schema.Field field(String name) throws MalformedRecord {
        Schema.Field field = envelope.getField(name);
        if (field == null) {
            throw new MalformedRecord("it has no '" + name + "', and so is no envelope of Debezium's");
        }
        return field;
    }

    /** The record in a union with null, under one of the names of an envelope. */
    static Schema content(Schema envelope, String name) {
        List<Schema> branches = envelope.getField(name).schema().getTypes();
        return branches.get(record(branches));
    }

    /** Which branch is a record, or -1. */
    static int record(List<Schema> branches) {
        int found = -1;
        for (int i = 0; i < branches.size(); i++) {
            found = branches.get(i).getType() == Schema.Type.RECORD ? i : found;
        }
        return found;
    }

    /** The content of rows, which may be null. */
    private static final class Content {
        private final Schema.Field field;
        private final List<Schema> branches;
        private final RecordFields rows;
        private final int branch;

        Content(Schema.Field field, List<Field> columns, Schema reader) throws MalformedRecord {
            this.field = field;
            branches = field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema());
            branch = record(branches);
            if (branch < 0) {
                throw new MalformedRecord("its '" + field.name() + "' is no record");
            }
            rows = new RecordFields(branches.get(branch), columns, reader);
        }

        /** @return whether there is a row */
        boolean read(BinaryInput in, DecodedRows target) throws MalformedRecord {
            boolean there = !field.schema().isUnion() || in.readBranch(branches.size()) == branch;
            if (there) {
                rows.read(in, target::column);
            }
            return there;
        }
    }

    void read(BinaryInput in, DecodedRows rows) throws MalformedRecord {
        List<Schema.Field> fields = envelope.getFields();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = in.position();
            SkippedValue.skip(fields.get(i).schema(), in);
        }
        in.finish();
        String code = operation(in);
        switch (code) {
            case "c", "r" -> row(after, RowKind.INSERT, code, in, rows);
            case "u" -> {
                row(before, RowKind.UPDATE_BEFORE, code, in, rows);
                row(after, RowKind.UPDATE_AFTER, code, in, rows);
            }
            case "d" -> row(before, RowKind.DELETE, code, in, rows);
            default -> throw new MalformedRecord("'op' is " + code + " and none of c, r, u and d");
        }
    }

    private String operation(BinaryInput in) throws MalformedRecord {
        in.moveTo(positions[operation.pos()]);
        Schema schema = operation.schema();
        if (schema.isUnion()) {
            schema = schema.getTypes().get(in.readBranch(schema.getTypes().size()));
        }
        if (schema.getType() != Schema.Type.STRING) {
            return schema.getType().getName();
        }
        in.findString();
        return new String(in.array(), in.start(), in.length(), StandardCharsets.UTF_8);
    }

    private void row(Content content, RowKind kind, String code, BinaryInput in, DecodedRows rows)
            throws MalformedRecord {
        in.moveTo(positions[content.field.pos()]);
        if (!content.read(in, rows)) {
            throw new MalformedRecord(
                    content == after
                            ? "'after' is null in a change '" + code + "'"
                            : "'before' is null in a change '" + code
                                    + "': the database must log whole rows (PostgreSQL: REPLICA IDENTITY FULL)");
        }
        rows.endRow(kind);
    }
}
