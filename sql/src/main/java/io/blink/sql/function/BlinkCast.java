package io.blink.sql.function;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlCastFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Calcite's CAST, which takes nested values to text too and gives exactly the nested type that is written. */
public final class BlinkCast extends SqlCastFunction {
    public static final BlinkCast INSTANCE = new BlinkCast();

    private BlinkCast() {}

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        RelDataType from = binding.getOperandType(0);
        RelDataType to = binding.getOperandType(1);
        boolean ours = isNested(to) && from.getSqlTypeName() != SqlTypeName.NULL || isText(from, to);
        return ours
                ? binding.getTypeFactory().createTypeWithNullability(to, from.isNullable())
                : super.inferReturnType(binding);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        return isText(binding.getOperandType(0), binding.getOperandType(1))
                || super.checkOperandTypes(binding, throwOnFailure);
    }

    private static boolean isText(RelDataType from, RelDataType to) {
        return isNested(from) && SqlTypeUtil.isCharacter(to);
    }

    public static boolean isNested(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case ARRAY, MAP, ROW -> true;
            default -> false;
        };
    }
}
