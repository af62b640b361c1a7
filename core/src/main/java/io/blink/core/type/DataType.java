package io.blink.core.type;

import static io.blink.core.type.TypeKind.*;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Objects;

/**
 * A SQL type with its parameters and whether its values may be NULL. Immutable. {@link #toString} gives the SQL spelling, which
 * {@link TypeParser} reads back; that spelling is also the JSON form in plans.
 */
public final class DataType {
    /** Length of STRING and BYTES, which are VARCHAR and VARBINARY without a bound. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    public static final int MAX_DECIMAL_PRECISION = 38;

    private final TypeKind kind;
    private final int precision;
    private final int scale;
    private final List<Field> fields;
    private final boolean nullable;

    private DataType(TypeKind kind, int precision, int scale, List<Field> fields, boolean nullable) {
        this.kind = kind;
        this.precision = precision;
        this.scale = scale;
        this.fields = fields;
        this.nullable = nullable;
    }

    /** A type without parameters, nullable. */
    public static DataType of(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    FLOAT,
                    DOUBLE,
                    DATE,
                    INTERVAL_YEAR_MONTH,
                    INTERVAL_DAY_TIME,
                    NULL -> new DataType(kind, 0, 0, List.of(), true);
            default -> throw new IllegalArgumentException(kind + " takes parameters");
        };
    }

    public static DataType decimal(int precision, int scale) {
        if (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision) {
            throw new IllegalArgumentException(
                    "DECIMAL(" + precision + ", " + scale + ") is outside DECIMAL(1..38, 0..precision)");
        }
        return new DataType(DECIMAL, precision, scale, List.of(), true);
    }

    public static DataType character(int length) {
        return new DataType(CHAR, checkLength(length), 0, List.of(), true);
    }

    public static DataType varchar(int length) {
        return new DataType(VARCHAR, checkLength(length), 0, List.of(), true);
    }

    public static DataType string() {
        return varchar(UNBOUNDED);
    }

    public static DataType binary(int length) {
        return new DataType(BINARY, checkLength(length), 0, List.of(), true);
    }

    public static DataType varbinary(int length) {
        return new DataType(VARBINARY, checkLength(length), 0, List.of(), true);
    }

    public static DataType bytes() {
        return varbinary(UNBOUNDED);
    }

    public static DataType time(int precision) {
        return new DataType(TIME, checkFraction(precision), 0, List.of(), true);
    }

    public static DataType timestamp(int precision) {
        return new DataType(TIMESTAMP, checkFraction(precision), 0, List.of(), true);
    }

    public static DataType timestampLtz(int precision) {
        return new DataType(TIMESTAMP_LTZ, checkFraction(precision), 0, List.of(), true);
    }

    public static DataType array(DataType element) {
        return new DataType(ARRAY, 0, 0, List.of(new Field("element", element)), true);
    }

    public static DataType map(DataType key, DataType value) {
        return new DataType(MAP, 0, 0, List.of(new Field("key", key), new Field("value", value)), true);
    }

    public static DataType row(List<Field> fields) {
        return new DataType(ROW, 0, 0, List.copyOf(fields), true);
    }

    @JsonCreator
    public static DataType parse(String sql) {
        return TypeParser.parse(sql);
    }

    private static int checkLength(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a length of " + length + " is below 1");
        }
        return length;
    }

    private static int checkFraction(int precision) {
        if (precision < 0 || precision > 9) {
            throw new IllegalArgumentException(precision + " fractional digits are outside 0 to 9");
        }
        return precision;
    }

    public TypeKind kind() {
        return kind;
    }

    /** Digits of a DECIMAL, fractional digits of a TIME or TIMESTAMP, length of a character or binary string; else 0. */
    public int precision() {
        return precision;
    }

    /** Digits after the point of a DECIMAL; else 0. */
    public int scale() {
        return scale;
    }

    public boolean nullable() {
        return nullable;
    }

    /** The fields of a ROW, the element of an ARRAY, key and value of a MAP; else empty. */
    public List<Field> fields() {
        return fields;
    }

    /** The element type of an ARRAY. */
    public DataType element() {
        return fields.get(0).type();
    }

    public DataType withNullable(boolean newNullable) {
        return newNullable == nullable ? this : new DataType(kind, precision, scale, fields, newNullable);
    }

    public PhysicalType physicalType() {
        return switch (kind) {
            case BOOLEAN, TINYINT, NULL -> PhysicalType.BYTE;
            case SMALLINT -> PhysicalType.SHORT;
            case INT, DATE, INTERVAL_YEAR_MONTH -> PhysicalType.INT;
            case BIGINT, INTERVAL_DAY_TIME -> PhysicalType.LONG;
            case FLOAT -> PhysicalType.FLOAT;
            case DOUBLE -> PhysicalType.DOUBLE;
            case DECIMAL -> precision <= 18 ? PhysicalType.LONG : PhysicalType.DECIMAL128;
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> precision <= 6 ? PhysicalType.LONG : PhysicalType.TIMESTAMP_NANOS;
            case CHAR, VARCHAR, BINARY, VARBINARY -> PhysicalType.BYTES;
            case ARRAY -> PhysicalType.ARRAY;
            case MAP -> PhysicalType.MAP;
            case ROW -> PhysicalType.ROW;
        };
    }

    /** Whether both are the same but for nullability, nested types included. */
    public boolean equalsIgnoringNullability(DataType other) {
        if (kind != other.kind || precision != other.precision || scale != other.scale) {
            return false;
        }
        if (fields.size() != other.fields.size()) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i)
                    .type()
                    .equalsIgnoringNullability(other.fields.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataType that
                && kind == that.kind
                && precision == that.precision
                && scale == that.scale
                && nullable == that.nullable
                && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, precision, scale, nullable, fields);
    }

    @JsonValue
    @Override
    public String toString() {
        return spelling() + (nullable ? "" : " NOT NULL");
    }

    private String spelling() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case CHAR, BINARY -> kind + "(" + precision + ")";
            case VARCHAR -> precision == UNBOUNDED ? "STRING" : "VARCHAR(" + precision + ")";
            case VARBINARY -> precision == UNBOUNDED ? "BYTES" : "VARBINARY(" + precision + ")";
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> kind + "(" + precision + ")";
            case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
            case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
            case ARRAY -> "ARRAY<" + element() + ">";
            case MAP -> "MAP<" + fields.get(0).type() + ", " + fields.get(1).type() + ">";
            case ROW -> {
                StringBuilder text = new StringBuilder("ROW<");
                for (int i = 0; i < fields.size(); i++) {
                    text.append(i == 0 ? "" : ", ");
                    text.append('`')
                            .append(fields.get(i).name().replace("`", "``"))
                            .append("` ");
                    text.append(fields.get(i).type());
                }
                yield text.append('>').toString();
            }
            default -> kind.name();
        };
    }
}
