package io.blink.formats.avro;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** The schema of a table's records as Hive derives it: every value may be null, a TIMESTAMP has milliseconds, and CHAR and VARCHAR name their length, without which Hive does not read them. One for each schema. */
public final class HiveSchemas {
    private static final String ROOT = "baseRecord";

    private int records;

    /** Of rows of these fields; an error that names the field where Hive's Avro tables have nothing like it. */
    public Schema of(List<Field> fields) {
        return record(ROOT, "", fields);
    }

    private Schema record(String name, String path, List<Field> fields) {
        List<Schema.Field> made = new ArrayList<>();
        try {
            for (Field field : fields) {
                Schema schema = nullable(path + field.name(), field.type());
                made.add(new Schema.Field(field.name(), schema, null, Schema.Field.NULL_DEFAULT_VALUE));
            }
            return Schema.createRecord(name, null, null, false, made);
        } catch (SchemaParseException e) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_RECORD,
                    "Avro takes names of letters, digits and _ that do not begin with a digit: " + e.getMessage()
                            + ". Rename the column.",
                    e);
        }
    }

    private Schema nullable(String path, DataType type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), present(path, type));
    }

    private Schema present(String path, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case TINYINT, SMALLINT, INT -> Schema.create(Schema.Type.INT);
            case BIGINT -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case CHAR -> text("char", type);
            case VARCHAR ->
                type.precision() == DataType.UNBOUNDED ? Schema.create(Schema.Type.STRING) : text("varchar", type);
            case BINARY, VARBINARY -> Schema.create(Schema.Type.BYTES);
            case DECIMAL ->
                LogicalTypes.decimal(type.precision(), type.scale()).addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIMESTAMP -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case ARRAY -> Schema.createArray(nullable(path, type.element()));
            case MAP -> map(path, type);
            case ROW -> record("record_" + records++, path + ".", type.fields());
            case TIME, TIMESTAMP_LTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL ->
                throw unsupported(path, type, "store it as TIMESTAMP, STRING or BIGINT");
        };
    }

    private static Schema text(String name, DataType type) {
        Schema schema = Schema.create(Schema.Type.STRING);
        schema.addProp("logicalType", name);
        schema.addProp("maxLength", (Object) type.precision());
        return schema;
    }

    private Schema map(String path, DataType type) {
        if (!type.fields().get(0).type().kind().isCharacter()) {
            throw unsupported(path, type, "keys of its maps are strings");
        }
        return Schema.createMap(nullable(path, type.fields().get(1).type()));
    }

    private static BlinkException unsupported(String path, DataType type, String todo) {
        return new BlinkException(
                FormatErrorCode.UNSUPPORTED_RECORD,
                "Hive's Avro tables have nothing for " + type.withNullable(true) + " of '" + path + "'; " + todo + ".");
    }
}
