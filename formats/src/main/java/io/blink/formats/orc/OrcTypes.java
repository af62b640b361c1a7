package io.blink.formats.orc;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.FormatErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.orc.TypeDescription;

/** ORC's types and ours. ORC columns may all be NULL. */
final class OrcTypes {
    private OrcTypes() {}

    static List<Field> fields(TypeDescription schema, String file) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < schema.getChildren().size(); i++) {
            fields.add(new Field(
                    schema.getFieldNames().get(i), dataType(schema.getChildren().get(i), file)));
        }
        return fields;
    }

    static DataType dataType(TypeDescription type, String file) {
        return switch (type.getCategory()) {
            case BOOLEAN -> DataType.of(TypeKind.BOOLEAN);
            case BYTE -> DataType.of(TypeKind.TINYINT);
            case SHORT -> DataType.of(TypeKind.SMALLINT);
            case INT -> DataType.of(TypeKind.INT);
            case LONG -> DataType.of(TypeKind.BIGINT);
            case FLOAT -> DataType.of(TypeKind.FLOAT);
            case DOUBLE -> DataType.of(TypeKind.DOUBLE);
            case STRING -> DataType.string();
            case DATE -> DataType.of(TypeKind.DATE);
            case TIMESTAMP -> DataType.timestamp(9);
            case TIMESTAMP_INSTANT -> DataType.timestampLtz(9);
            case BINARY -> DataType.bytes();
            case DECIMAL -> DataType.decimal(type.getPrecision(), type.getScale());
            case VARCHAR -> DataType.varchar(type.getMaxLength());
            case CHAR -> DataType.character(type.getMaxLength());
            case LIST -> DataType.array(dataType(type.getChildren().get(0), file));
            case MAP ->
                DataType.map(
                        dataType(type.getChildren().get(0), file),
                        dataType(type.getChildren().get(1), file));
            case STRUCT -> DataType.row(fields(type, file));
            default ->
                throw new BlinkException(
                        FormatErrorCode.UNSUPPORTED_FILE,
                        file + " has a column of type " + type + ", which is not read");
        };
    }

    static TypeDescription schema(List<Field> columns) {
        TypeDescription struct = TypeDescription.createStruct();
        for (Field column : columns) {
            struct.addField(column.name(), type(column.name(), column.type()));
        }
        return struct;
    }

    private static TypeDescription type(String name, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> TypeDescription.createBoolean();
            case TINYINT -> TypeDescription.createByte();
            case SMALLINT -> TypeDescription.createShort();
            case INT -> TypeDescription.createInt();
            case BIGINT -> TypeDescription.createLong();
            case FLOAT -> TypeDescription.createFloat();
            case DOUBLE -> TypeDescription.createDouble();
            case DECIMAL ->
                TypeDescription.createDecimal().withScale(type.scale()).withPrecision(type.precision());
            case CHAR -> TypeDescription.createChar().withMaxLength(type.precision());
            case VARCHAR ->
                type.precision() == DataType.UNBOUNDED
                        ? TypeDescription.createString()
                        : TypeDescription.createVarchar().withMaxLength(type.precision());
            case BINARY, VARBINARY -> TypeDescription.createBinary();
            case DATE -> TypeDescription.createDate();
            case TIMESTAMP -> TypeDescription.createTimestamp();
            case TIMESTAMP_LTZ -> TypeDescription.createTimestampInstant();
            case ARRAY -> TypeDescription.createList(type(name, type.element()));
            case MAP ->
                TypeDescription.createMap(
                        type(name, type.fields().get(0).type()),
                        type(name, type.fields().get(1).type()));
            case ROW -> {
                TypeDescription struct = TypeDescription.createStruct();
                for (Field field : type.fields()) {
                    struct.addField(field.name(), type(field.name(), field.type()));
                }
                yield struct;
            }
            case TIME, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL ->
                throw new BlinkException(
                        FormatErrorCode.UNSUPPORTED_FILE,
                        "Column '" + name + "' of type " + type
                                + " cannot be written to ORC; CAST it to a stored type.");
        };
    }
}
