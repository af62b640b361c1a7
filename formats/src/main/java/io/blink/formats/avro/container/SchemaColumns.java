package io.blink.formats.avro.container;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.record.MalformedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The columns that a schema's records are read into where a table declares none. */
final class SchemaColumns {
    /** A record that holds itself has no end. */
    private static final int DEPTH_MAX = 64;
    /** Longer decimals are left as their bytes. */
    private static final int DECIMAL_DIGITS_MAX = 38;

    private SchemaColumns() {}

    /** Fails where no type is like one of the schema's. */
    static List<Field> of(Schema record) throws MalformedRecord {
        return fields(record, 0);
    }

    private static List<Field> fields(Schema record, int depth) throws MalformedRecord {
        if (depth > DEPTH_MAX) {
            throw new MalformedRecord("record " + record.getFullName() + " holds itself");
        }
        List<Field> fields = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            fields.add(new Field(field.name(), type(field.name(), field.schema(), depth)));
        }
        return fields;
    }

    private static DataType type(String place, Schema schema, int depth) throws MalformedRecord {
        if (schema.getType() != Schema.Type.UNION) {
            return present(place, schema, depth).withNullable(false);
        }
        List<Schema> branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() != 1) {
            throw new MalformedRecord("'" + place + "' is " + schema + ", for which there is no type");
        }
        boolean nullable = branches.size() < schema.getTypes().size();
        return present(place, branches.get(0), depth).withNullable(nullable);
    }

    private static DataType present(String place, Schema schema, int depth) throws MalformedRecord {
        DataType logical = logical(schema.getLogicalType());
        if (logical != null) {
            return logical;
        }
        return switch (schema.getType()) {
            case BOOLEAN -> DataType.of(TypeKind.BOOLEAN);
            case INT -> DataType.of(TypeKind.INT);
            case LONG -> DataType.of(TypeKind.BIGINT);
            case FLOAT -> DataType.of(TypeKind.FLOAT);
            case DOUBLE -> DataType.of(TypeKind.DOUBLE);
            case STRING, ENUM -> DataType.string();
            case BYTES, FIXED -> DataType.bytes();
            case ARRAY -> DataType.array(type(place, schema.getElementType(), depth + 1));
            case MAP ->
                DataType.map(DataType.string().withNullable(false), type(place, schema.getValueType(), depth + 1));
            case RECORD -> DataType.row(fields(schema, depth + 1));
            case UNION, NULL ->
                throw new MalformedRecord("'" + place + "' is " + schema + ", for which there is no type");
        };
    }

    /** {@code null}: the schema's own type says it. */
    private static DataType logical(LogicalType logical) {
        if (logical instanceof LogicalTypes.Decimal decimal && decimal.getPrecision() <= DECIMAL_DIGITS_MAX) {
            return DataType.decimal(decimal.getPrecision(), decimal.getScale());
        } else if (logical instanceof LogicalTypes.Date) {
            return DataType.of(TypeKind.DATE);
        } else if (logical instanceof LogicalTypes.TimeMillis) {
            return DataType.time(3);
        } else if (logical instanceof LogicalTypes.TimeMicros) {
            return DataType.time(6);
        } else if (logical instanceof LogicalTypes.TimestampMillis) {
            return DataType.timestampLtz(3);
        } else if (logical instanceof LogicalTypes.TimestampMicros) {
            return DataType.timestampLtz(6);
        } else if (logical instanceof LogicalTypes.TimestampNanos) {
            return DataType.timestampLtz(9);
        } else if (logical instanceof LogicalTypes.LocalTimestampMillis) {
            return DataType.timestamp(3);
        } else if (logical instanceof LogicalTypes.LocalTimestampMicros) {
            return DataType.timestamp(6);
        }
        return logical instanceof LogicalTypes.LocalTimestampNanos ? DataType.timestamp(9) : null;
    }
}
