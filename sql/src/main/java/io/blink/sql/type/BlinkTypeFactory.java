package io.blink.sql.type;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Types of one planning, interned; strings are UTF-8. */
public final class BlinkTypeFactory extends SqlTypeFactoryImpl {
    private static final int BIGINT_DIGITS = 19;

    public BlinkTypeFactory() {
        super(BlinkTypeSystem.INSTANCE);
    }

    /**
     * Of decimals one that keeps every fractional digit: rounding would make unequal numbers compare equal. Integer digits that no longer fit
     * are found at run time, as an overflow. Of a number and a time none.
     */
    @Override
    public RelDataType leastRestrictive(List<RelDataType> types) {
        if (types.stream().anyMatch(SqlTypeUtil::isDatetime) && types.stream().anyMatch(SqlTypeUtil::isNumeric)) {
            return null;
        }
        boolean decimals = types.stream().anyMatch(SqlTypeUtil::isDecimal)
                && types.stream().allMatch(SqlTypeUtil::isExactNumeric);
        if (!decimals) {
            return super.leastRestrictive(types);
        }
        int scale = 0;
        int integerDigits = 0;
        for (RelDataType type : types) {
            RelDataType decimal = SqlTypeUtil.isDecimal(type) ? type : decimalOf(type);
            scale = Math.max(scale, decimal.getScale());
            integerDigits = Math.max(integerDigits, decimal.getPrecision() - decimal.getScale());
        }
        int precision = Math.min(integerDigits + scale, BlinkTypeSystem.INSTANCE.getMaxNumericPrecision());
        boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
        return createTypeWithNullability(createSqlType(SqlTypeName.DECIMAL, precision, scale), nullable);
    }

    /** A BIGINT has 19 digits; with Calcite's 38 every product and quotient would lose its fraction. */
    @Override
    public RelDataType decimalOf(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.BIGINT
                ? createTypeWithNullability(createSqlType(SqlTypeName.DECIMAL, BIGINT_DIGITS, 0), type.isNullable())
                : super.decimalOf(type);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
