package io.blink.formats.avro;

import io.blink.formats.record.MalformedRecord;
import org.apache.avro.Schema;

/** Reads over what nobody wants. Schemas may contain themselves, so that values nest as deeply as a record says. */
public final class SkippedValue {
    private static final int DEPTH_MAX = 500;

    private SkippedValue() {}

    public static void skip(Schema schema, AvroInput in) throws MalformedRecord {
        skip(schema, in, 0);
    }

    private static void skip(Schema schema, AvroInput in, int depth) throws MalformedRecord {
        if (depth > DEPTH_MAX) {
            throw new MalformedRecord("values lie within each other more than " + DEPTH_MAX + " deep");
        }
        switch (schema.getType()) {
            case NULL -> in.readNull();
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING -> in.findString();
            case BYTES -> in.findBytes();
            case FIXED -> in.findFixed(schema.getFixedSize());
            case ENUM -> in.readEnum(schema.getEnumSymbols().size());
            case UNION -> {
                int branch = in.readBranch(schema.getTypes().size());
                skip(schema.getTypes().get(branch), in, depth + 1);
            }
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), in, depth + 1);
                }
            }
            case ARRAY -> {
                for (long items = in.arrayStart(); items > 0; items = in.arrayNext()) {
                    for (long i = 0; i < items; i++) {
                        skip(schema.getElementType(), in, depth + 1);
                    }
                }
            }
            case MAP -> {
                for (long items = in.mapStart(); items > 0; items = in.mapNext()) {
                    for (long i = 0; i < items; i++) {
                        in.findString();
                        skip(schema.getValueType(), in, depth + 1);
                    }
                }
            }
        }
    }
}
