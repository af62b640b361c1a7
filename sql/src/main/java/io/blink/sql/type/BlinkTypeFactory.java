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
    public BlinkTypeFactory() {
        super(BlinkTypeSystem.INSTANCE);
    }

    /**
     * Of decimals one that keeps every fractional digit: rounding would make unequal numbers compare equal. Integer digits that no longer fit
     * are found at run time, as an overflow.
     */
    @Override
    public RelDataType leastRestrictive(List<RelDataType> types) {
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

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
