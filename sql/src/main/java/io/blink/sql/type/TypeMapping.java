package io.blink.sql.type;

import static java.util.Objects.requireNonNull;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Types there and back. What is taken there comes back equal, but that all fields of a nullable ROW are nullable in Calcite. Calcite's CHAR(0), the type of
 * {@code ''}, is VARCHAR here, and so is BINARY(0): ours have at least one character, which would be a blank.
 */
public final class TypeMapping {
    private TypeMapping() {}

    public static RelDataType toCalcite(DataType type, RelDataTypeFactory factory) {
        return factory.createTypeWithNullability(notNull(type, factory), type.nullable());
    }

    private static RelDataType notNull(DataType type, RelDataTypeFactory factory) {
        return switch (type.kind()) {
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
            case INT -> factory.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case FLOAT -> factory.createSqlType(SqlTypeName.FLOAT);
            case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
            case CHAR -> factory.createSqlType(SqlTypeName.CHAR, type.precision());
            case VARCHAR -> factory.createSqlType(SqlTypeName.VARCHAR, type.precision());
            case BINARY -> factory.createSqlType(SqlTypeName.BINARY, type.precision());
            case VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY, type.precision());
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
            case TIMESTAMP_LTZ -> factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
            case INTERVAL_YEAR_MONTH ->
                factory.createSqlIntervalType(
                        new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO));
            case INTERVAL_DAY_TIME ->
                factory.createSqlIntervalType(
                        new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO));
            case ARRAY -> factory.createArrayType(toCalcite(type.element(), factory), -1);
            case MAP ->
                factory.createMapType(
                        toCalcite(type.fields().get(0).type(), factory),
                        toCalcite(type.fields().get(1).type(), factory));
            case ROW -> fieldsType(type.fields(), StructKind.PEEK_FIELDS_NO_EXPAND, factory);
            case NULL -> factory.createSqlType(SqlTypeName.NULL);
        };
    }

    /** The columns of a relation. */
    public static RelDataType rowType(List<Field> fields, RelDataTypeFactory factory) {
        return fieldsType(fields, StructKind.FULLY_QUALIFIED, factory);
    }

    /** @param kind whether fields are found without the name of their column's table: those of a ROW are */
    private static RelDataType fieldsType(List<Field> fields, StructKind kind, RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder().kind(kind);
        for (Field field : fields) {
            builder.add(field.name(), toCalcite(field.type(), factory));
        }
        return builder.build();
    }

    public static DataType toCore(RelDataType type) {
        return notNull(type).withNullable(type.isNullable());
    }

    /** The columns of a relation. */
    public static List<Field> toFields(RelDataType rowType) {
        List<Field> fields = new ArrayList<>();
        for (RelDataTypeField field : rowType.getFieldList()) {
            fields.add(new Field(field.getName(), toCore(field.getType())));
        }
        return fields;
    }

    private static DataType notNull(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> DataType.of(TypeKind.BOOLEAN);
            case TINYINT -> DataType.of(TypeKind.TINYINT);
            case SMALLINT -> DataType.of(TypeKind.SMALLINT);
            case INTEGER -> DataType.of(TypeKind.INT);
            case BIGINT -> DataType.of(TypeKind.BIGINT);
            case FLOAT, REAL -> DataType.of(TypeKind.FLOAT);
            case DOUBLE -> DataType.of(TypeKind.DOUBLE);
            case DECIMAL -> DataType.decimal(type.getPrecision(), type.getScale());
            case CHAR ->
                type.getPrecision() == 0 ? DataType.varchar(1) : DataType.character(Math.max(1, type.getPrecision()));
            case VARCHAR -> DataType.varchar(length(type));
            case BINARY ->
                type.getPrecision() == 0 ? DataType.varbinary(1) : DataType.binary(Math.max(1, type.getPrecision()));
            case VARBINARY -> DataType.varbinary(length(type));
            case DATE -> DataType.of(TypeKind.DATE);
            case TIME -> DataType.time(type.getPrecision());
            case TIMESTAMP -> DataType.timestamp(type.getPrecision());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DataType.timestampLtz(type.getPrecision());
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> DataType.of(TypeKind.INTERVAL_YEAR_MONTH);
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> DataType.of(TypeKind.INTERVAL_DAY_TIME);
            case ARRAY -> DataType.array(toCore(requireNonNull(type.getComponentType())));
            case MAP ->
                DataType.map(toCore(requireNonNull(type.getKeyType())), toCore(requireNonNull(type.getValueType())));
            case ROW -> DataType.row(toFields(type));
            case NULL -> DataType.of(TypeKind.NULL);
            default -> throw new IllegalArgumentException(type.getFullTypeString() + " has no counterpart");
        };
    }

    private static int length(RelDataType type) {
        return type.getPrecision() < 1 ? DataType.UNBOUNDED : type.getPrecision();
    }
}
