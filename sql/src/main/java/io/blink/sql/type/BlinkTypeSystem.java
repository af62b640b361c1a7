package io.blink.sql.type;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The rules by which results get their types. Decimals have up to 38 digits and combine as in Flink (which took it from Hive): a result that would
 * need more keeps its integer digits and at least 6 of its fractional ones. SUM of integers is BIGINT, of decimals DECIMAL(38, s), of the others
 * DOUBLE; AVG of decimals is DECIMAL(38, max(s, 6)), of the others DOUBLE.
 */
public final class BlinkTypeSystem extends RelDataTypeSystemImpl {
    public static final BlinkTypeSystem INSTANCE = new BlinkTypeSystem();

    private static final int DECIMAL_PRECISION_MAX = 38;
    private static final int DECIMAL_PRECISION_DEFAULT = 10;
    private static final int SCALE_KEPT = 6;
    private static final int FRACTION_DIGITS_MAX = 9;
    private static final int FRACTION_DIGITS_DEFAULT = 6;

    private BlinkTypeSystem() {}

    private static final int FLOAT_DIGITS = 7;

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> DECIMAL_PRECISION_MAX;
            case VARCHAR, CHAR, VARBINARY, BINARY -> Integer.MAX_VALUE;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> FRACTION_DIGITS_MAX;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? DECIMAL_PRECISION_MAX : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> DECIMAL_PRECISION_DEFAULT;
            case VARCHAR, VARBINARY -> Integer.MAX_VALUE;
            // Ours has four bytes: with Calcite's 15 digits an INT would count as kept by it.
            case FLOAT, REAL -> FLOAT_DIGITS;
            case TIME -> 0;
            case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> FRACTION_DIGITS_DEFAULT;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    /** CASE over {@code 'a'} and {@code 'bcd'} is VARCHAR(3), not CHAR(3) with blanks. */
    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        SqlTypeName sum =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT -> SqlTypeName.BIGINT;
                    case DECIMAL -> SqlTypeName.DECIMAL;
                    case FLOAT, REAL, DOUBLE -> SqlTypeName.DOUBLE;
                    default -> null;
                };
        if (sum == null) {
            return argument;
        }
        RelDataType type = sum == SqlTypeName.DECIMAL
                ? factory.createSqlType(sum, DECIMAL_PRECISION_MAX, argument.getScale())
                : factory.createSqlType(sum);
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type = SqlTypeUtil.isDecimal(argument)
                ? factory.createSqlType(
                        SqlTypeName.DECIMAL, DECIMAL_PRECISION_MAX, Math.max(argument.getScale(), SCALE_KEPT))
                : factory.createSqlType(SqlTypeName.DOUBLE);
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveDecimalPlusType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!combinesAsDecimal(left, right)) {
            return null;
        }
        RelDataType first = decimal(factory, left);
        RelDataType second = decimal(factory, right);
        int scale = Math.max(first.getScale(), second.getScale());
        int digits = Math.max(integerDigits(first), integerDigits(second));
        return bounded(factory, digits + scale + 1, scale);
    }

    @Override
    public RelDataType deriveDecimalMultiplyType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!combinesAsDecimal(left, right)) {
            return null;
        }
        RelDataType first = decimal(factory, left);
        RelDataType second = decimal(factory, right);
        return bounded(factory, first.getPrecision() + second.getPrecision() + 1, first.getScale() + second.getScale());
    }

    @Override
    public RelDataType deriveDecimalDivideType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!combinesAsDecimal(left, right)) {
            return null;
        }
        RelDataType first = decimal(factory, left);
        RelDataType second = decimal(factory, right);
        int scale = Math.max(SCALE_KEPT, first.getScale() + second.getPrecision() + 1);
        return bounded(factory, integerDigits(first) + second.getScale() + scale, scale);
    }

    @Override
    public RelDataType deriveDecimalModType(RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!combinesAsDecimal(left, right)) {
            return null;
        }
        RelDataType first = decimal(factory, left);
        RelDataType second = decimal(factory, right);
        int scale = Math.max(first.getScale(), second.getScale());
        return bounded(factory, Math.min(integerDigits(first), integerDigits(second)) + scale, scale);
    }

    private static boolean combinesAsDecimal(RelDataType left, RelDataType right) {
        return SqlTypeUtil.isExactNumeric(left)
                && SqlTypeUtil.isExactNumeric(right)
                && (SqlTypeUtil.isDecimal(left) || SqlTypeUtil.isDecimal(right));
    }

    private static RelDataType decimal(RelDataTypeFactory factory, RelDataType exact) {
        return SqlTypeUtil.isDecimal(exact) ? exact : factory.decimalOf(exact);
    }

    private static int integerDigits(RelDataType decimal) {
        return decimal.getPrecision() - decimal.getScale();
    }

    private static RelDataType bounded(RelDataTypeFactory factory, int precision, int scale) {
        if (precision <= DECIMAL_PRECISION_MAX) {
            return factory.createSqlType(SqlTypeName.DECIMAL, precision, scale);
        }
        int kept = Math.max(DECIMAL_PRECISION_MAX - (precision - scale), Math.min(scale, SCALE_KEPT));
        return factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_PRECISION_MAX, kept);
    }
}
