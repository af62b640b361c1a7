package io.blink.formats.parquet.metadata;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.NANOS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.FormatErrorCode;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Parquet's types and ours. Written as Spark and Hive read them: three-level lists and maps, decimals in the smallest type, timestamps in INT64. */
public final class ParquetTypes {
    private ParquetTypes() {}

    /** The columns that a file has. */
    public static List<Field> fields(MessageType schema) {
        return schema.getFields().stream()
                .map(type -> new Field(type.getName(), dataType(type)))
                .toList();
    }

    public static DataType dataType(Type type) {
        DataType dataType = type.isRepetition(Repetition.REPEATED)
                ? DataType.array(required(type)).withNullable(false)
                : required(type);
        return dataType.withNullable(type.isRepetition(Repetition.OPTIONAL));
    }

    private static DataType required(Type type) {
        if (type.isPrimitive()) {
            return primitive(type.asPrimitiveType());
        }
        GroupType group = type.asGroupType();
        if (ParquetNesting.isList(group)) {
            return DataType.array(dataTypeOfElement(group));
        }
        if (ParquetNesting.isMap(group)) {
            GroupType entry = group.getType(0).asGroupType();
            return DataType.map(dataType(entry.getType(0)), dataType(entry.getType(1)));
        }
        return DataType.row(group.getFields().stream()
                .map(field -> new Field(field.getName(), dataType(field)))
                .toList());
    }

    private static DataType dataTypeOfElement(GroupType list) {
        Type element = ParquetNesting.element(list);
        return element.isRepetition(Repetition.REPEATED) ? required(element).withNullable(false) : dataType(element);
    }

    private static DataType primitive(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return DataType.decimal(decimal.getPrecision(), decimal.getScale());
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> DataType.of(TypeKind.BOOLEAN);
            case INT32 -> int32(logical);
            case INT64 -> int64(logical);
            case INT96 -> DataType.timestamp(9);
            case FLOAT -> DataType.of(TypeKind.FLOAT);
            case DOUBLE -> DataType.of(TypeKind.DOUBLE);
            case FIXED_LEN_BYTE_ARRAY -> DataType.binary(type.getTypeLength());
            case BINARY -> isText(logical) ? DataType.string() : DataType.bytes();
        };
    }

    private static boolean isText(LogicalTypeAnnotation logical) {
        return logical != null && !(logical instanceof LogicalTypeAnnotation.BsonLogicalTypeAnnotation);
    }

    private static DataType int32(LogicalTypeAnnotation logical) {
        if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
            return DataType.of(TypeKind.DATE);
        }
        if (logical instanceof TimeLogicalTypeAnnotation) {
            return DataType.time(3);
        }
        if (logical instanceof IntLogicalTypeAnnotation integer) {
            if (!integer.isSigned()) {
                return DataType.of(integer.getBitWidth() == 32 ? TypeKind.BIGINT : TypeKind.INT);
            }
            return switch (integer.getBitWidth()) {
                case 8 -> DataType.of(TypeKind.TINYINT);
                case 16 -> DataType.of(TypeKind.SMALLINT);
                default -> DataType.of(TypeKind.INT);
            };
        }
        return DataType.of(TypeKind.INT);
    }

    private static DataType int64(LogicalTypeAnnotation logical) {
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            int digits = digits(timestamp.getUnit());
            return timestamp.isAdjustedToUTC() ? DataType.timestampLtz(digits) : DataType.timestamp(digits);
        }
        if (logical instanceof TimeLogicalTypeAnnotation time) {
            return DataType.time(digits(time.getUnit()));
        }
        if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return DataType.decimal(20, 0);
        }
        return DataType.of(TypeKind.BIGINT);
    }

    private static int digits(LogicalTypeAnnotation.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 3;
            case MICROS -> 6;
            case NANOS -> 9;
        };
    }

    /** The schema of a file with these columns. */
    public static MessageType schema(List<Field> columns) {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        for (Field column : columns) {
            builder.addField(type(column.name(), column.type()));
        }
        return builder.named("blink_schema");
    }

    private static Type type(String name, DataType type) {
        Repetition repetition = type.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        return switch (type.kind()) {
            case BOOLEAN ->
                Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case TINYINT -> int32(repetition, intType(8, true), name);
            case SMALLINT -> int32(repetition, intType(16, true), name);
            case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
            case DATE -> int32(repetition, dateType(), name);
            case BIGINT -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case DECIMAL -> decimal(name, type, repetition);
            case CHAR, VARCHAR ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(stringType())
                        .named(name);
            case BINARY, VARBINARY ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
            case TIME -> int64(repetition, timeType(false, type.precision() > 6 ? NANOS : MICROS), name);
            case TIMESTAMP -> int64(repetition, timestampType(false, type.precision() > 6 ? NANOS : MICROS), name);
            case TIMESTAMP_LTZ -> int64(repetition, timestampType(true, type.precision() > 6 ? NANOS : MICROS), name);
            case ARRAY ->
                Types.list(repetition).element(type("element", type.element())).named(name);
            case MAP ->
                Types.map(repetition)
                        .key(type("key", type.fields().get(0).type().withNullable(false)))
                        .value(type("value", type.fields().get(1).type()))
                        .named(name);
            case ROW -> {
                Types.GroupBuilder<GroupType> group = Types.buildGroup(repetition);
                for (Field field : type.fields()) {
                    group.addField(type(field.name(), field.type()));
                }
                yield group.named(name);
            }
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL ->
                throw new BlinkException(
                        FormatErrorCode.UNSUPPORTED_FILE,
                        "Column '" + name + "' of type " + type
                                + " cannot be written to Parquet; CAST it to a stored type.");
        };
    }

    private static Type int32(Repetition repetition, LogicalTypeAnnotation logical, String name) {
        return Types.primitive(PrimitiveTypeName.INT32, repetition).as(logical).named(name);
    }

    private static Type int64(Repetition repetition, LogicalTypeAnnotation logical, String name) {
        return Types.primitive(PrimitiveTypeName.INT64, repetition).as(logical).named(name);
    }

    /** Hive reads decimals only from fixed-length arrays; Spark reads every form. */
    private static Type decimal(String name, DataType type, Repetition repetition) {
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(decimalBytes(type.precision()))
                .as(decimalType(type.scale(), type.precision()))
                .named(name);
    }

    /** The bytes that every unscaled value of that many digits fits into, sign included. */
    public static int decimalBytes(int precision) {
        return (int) Math.ceil((precision * Math.log(10) / Math.log(2) + 1) / 8);
    }
}
