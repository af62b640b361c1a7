package io.blink.sql.validate;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Calcite's implicit casts but for character strings: they compare as they are, whatever their lengths, so that CHAR compares without trailing blanks
 * and a filter on a column stays a filter on a column.
 */
final class ImplicitCasts extends TypeCoercionImpl {
    private static final Set<SqlTypeFamily> NUMBERS = EnumSet.of(
            SqlTypeFamily.NUMERIC,
            SqlTypeFamily.DECIMAL,
            SqlTypeFamily.APPROXIMATE_NUMERIC,
            SqlTypeFamily.EXACT_NUMERIC,
            SqlTypeFamily.INTEGER);

    ImplicitCasts(RelDataTypeFactory typeFactory, SqlValidator validator) {
        super(typeFactory, validator);
    }

    @Override
    public RelDataType commonTypeForBinaryComparison(RelDataType left, RelDataType right) {
        return left != null && right != null && SqlTypeUtil.isCharacter(left) && SqlTypeUtil.isCharacter(right)
                ? null
                : super.commonTypeForBinaryComparison(left, right);
    }

    @Override
    public boolean inOperationCoercion(SqlCallBinding binding) {
        boolean strings = isString(binding, 0) && isString(binding, 1);
        return strings ? otherElementsAsText(binding) : super.inOperationCoercion(binding);
    }

    /** {@code name IN ('a', 1)}. */
    private boolean otherElementsAsText(SqlCallBinding binding) {
        boolean coerced = false;
        if (binding.operand(1) instanceof SqlNodeList list) {
            for (int i = 0; i < list.size(); i++) {
                RelDataType type = validator.deriveType(binding.getScope(), list.get(i));
                if (!SqlTypeUtil.isCharacter(type) && !type.isStruct()) {
                    RelDataType text = factory.createTypeWithNullability(
                            factory.createSqlType(SqlTypeName.VARCHAR), type.isNullable());
                    coerced |= coerceColumnType(binding.getScope(), list, i, text);
                }
            }
        }
        return coerced;
    }

    /** A text is no number for a function: {@code SUM(name)} is a mistake. It may be a time, as in Hive. */
    @Override
    public RelDataType implicitCast(RelDataType in, SqlTypeFamily expected) {
        if (SqlTypeUtil.isCharacter(in) && NUMBERS.contains(expected)) {
            return null;
        }
        return SqlTypeUtil.isCharacter(in) && expected == SqlTypeFamily.DATETIME
                ? factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.TIMESTAMP), in.isNullable())
                : super.implicitCast(in, expected);
    }

    /** Of a list or a sub-query the type of what is in it. */
    private static boolean isString(SqlCallBinding binding, int operand) {
        RelDataType type = binding.getOperandType(operand);
        RelDataType element = type.getComponentType() == null ? type : type.getComponentType();
        if (element.isStruct()) {
            return element.getFieldCount() == 1
                    && SqlTypeUtil.isCharacter(element.getFieldList().get(0).getType());
        }
        return SqlTypeUtil.isCharacter(element);
    }
}
