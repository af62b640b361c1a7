package io.blink.formats.avro;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.FormatErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The schema of a table's records, as Flink derives it, so that both read each other's records and register the same schema: a nullable type is a union with null, which is the
 * default of a field; records are named after the path to them.
 */
public final class AvroSchemas {
    /** Flink's, which is part of what a schema registry compares. */
    private static final String NAMESPACE = "org.apache.flink.avro.generated";

    private static final String ROOT = "record";

    /** Whether TIMESTAMP is an instant, as Flink before 1.19 wrote it, and TIMESTAMP_LTZ is refused. */
    private final boolean legacyTimestamps;

    public AvroSchemas(boolean legacyTimestamps) {
        this.legacyTimestamps = legacyTimestamps;
    }

    /** Of rows of these fields; an error that names the field where Avro has nothing like it. */
    public Schema of(List<Field> fields) {
        return record(ROOT, fields);
    }

    private Schema record(String name, List<Field> fields) {
        List<Schema.Field> made = new ArrayList<>();
        try {
            for (Field field : fields) {
                Schema schema = nullable(name + "_" + field.name(), field.type());
                made.add(
                        field.type().nullable()
                                ? new Schema.Field(field.name(), schema, null, Schema.Field.NULL_DEFAULT_VALUE)
                                : new Schema.Field(field.name(), schema, null));
            }
            return Schema.createRecord(name, null, NAMESPACE, false, made);
        } catch (SchemaParseException e) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_RECORD,
                    "Format 'avro' takes names of letters, digits and _ that do not begin with a digit: "
                            + e.getMessage() + ". Rename the column.",
                    e);
        }
    }

    private Schema nullable(String path, DataType type) {
        Schema schema = of(path, type);
        return type.nullable() && schema.getType() != Schema.Type.NULL
                ? Schema.createUnion(Schema.create(Schema.Type.NULL), schema)
                : schema;
    }

    private Schema of(String path, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case TINYINT, SMALLINT, INT -> Schema.create(Schema.Type.INT);
            case BIGINT -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case CHAR, VARCHAR -> Schema.create(Schema.Type.STRING);
            case BINARY, VARBINARY -> Schema.create(Schema.Type.BYTES);
            case DECIMAL ->
                LogicalTypes.decimal(type.precision(), type.scale()).addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME -> time(path, type);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(path, type);
            case ARRAY -> Schema.createArray(nullable(path, type.element()));
            case MAP -> map(path, type);
            case ROW -> record(path, type.fields());
            case NULL -> Schema.create(Schema.Type.NULL);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> throw unsupported(path, type, "");
        };
    }

    private Schema time(String path, DataType type) {
        return switch (TimeUnits.of(type.precision())) {
            case MILLIS -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case MICROS -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case NANOS -> throw unsupported(path, type, "; declare TIME(6)");
        };
    }

    private Schema timestamp(String path, DataType type) {
        boolean zoned = type.kind() == TypeKind.TIMESTAMP_LTZ;
        if (zoned && legacyTimestamps) {
            throw unsupported(path, type, " with 'avro.timestamp_mapping.legacy' = 'true'; leave that option out");
        }
        LogicalType logical =
                switch (TimeUnits.of(type.precision())) {
                    case MILLIS ->
                        zoned || legacyTimestamps
                                ? LogicalTypes.timestampMillis()
                                : LogicalTypes.localTimestampMillis();
                    case MICROS ->
                        zoned || legacyTimestamps
                                ? LogicalTypes.timestampMicros()
                                : LogicalTypes.localTimestampMicros();
                    case NANOS ->
                        zoned || legacyTimestamps ? LogicalTypes.timestampNanos() : LogicalTypes.localTimestampNanos();
                };
        return logical.addToSchema(Schema.create(Schema.Type.LONG));
    }

    private Schema map(String path, DataType type) {
        DataType key = type.fields().get(0).type();
        if (!key.kind().isCharacter()) {
            throw unsupported(path, type, "; keys of its maps are strings");
        }
        return Schema.createMap(nullable(path, type.fields().get(1).type()));
    }

    private static BlinkException unsupported(String path, DataType type, String why) {
        return new BlinkException(
                FormatErrorCode.UNSUPPORTED_RECORD,
                "Format 'avro' has nothing for " + type.withNullable(true) + " of '" + path.substring(ROOT.length() + 1)
                        + "'" + why + ".");
    }
}
