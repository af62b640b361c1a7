package io.blink.sql.function;

import static io.blink.sql.function.FunctionTypes.*;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.*;

import io.blink.core.function.ScalarFunction;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Numbers. Names (Flink's first, then Hive's), argument types, result types. */
final class MathFunctions {
    private MathFunctions() {}

    static void addTo(FunctionList functions) {
        functions.add(ScalarFunction.ABS, SAME_AS_FIRST, family(NUMERIC), "ABS");
        functions.add(ScalarFunction.SIGN, SAME_AS_FIRST, family(NUMERIC), "SIGN");
        functions.add(ScalarFunction.ROUND, MathFunctions::roundedType, optional(1, NUMERIC, INTEGER), "ROUND");
        functions.add(
                ScalarFunction.TRUNCATE,
                MathFunctions::roundedType,
                optional(1, NUMERIC, INTEGER),
                "TRUNCATE",
                "TRUNC");
        functions.add(ScalarFunction.POWER, DOUBLE_RESULT, family(NUMERIC, NUMERIC), "POWER", "POW");
        functions.add(ScalarFunction.LOG, DOUBLE_RESULT, optional(1, NUMERIC, NUMERIC), "LOG");
        functions.add(ScalarFunction.ATAN2, DOUBLE_RESULT, family(NUMERIC, NUMERIC), "ATAN2");
        functions.unaryDouble(ScalarFunction.SQRT, "SQRT");
        functions.unaryDouble(ScalarFunction.EXP, "EXP");
        functions.unaryDouble(ScalarFunction.LN, "LN");
        functions.unaryDouble(ScalarFunction.LOG10, "LOG10");
        functions.unaryDouble(ScalarFunction.LOG2, "LOG2");
        functions.unaryDouble(ScalarFunction.SIN, "SIN");
        functions.unaryDouble(ScalarFunction.COS, "COS");
        functions.unaryDouble(ScalarFunction.TAN, "TAN");
        functions.unaryDouble(ScalarFunction.COT, "COT");
        functions.unaryDouble(ScalarFunction.ASIN, "ASIN");
        functions.unaryDouble(ScalarFunction.ACOS, "ACOS");
        functions.unaryDouble(ScalarFunction.ATAN, "ATAN");
        functions.unaryDouble(ScalarFunction.SINH, "SINH");
        functions.unaryDouble(ScalarFunction.COSH, "COSH");
        functions.unaryDouble(ScalarFunction.TANH, "TANH");
        functions.unaryDouble(ScalarFunction.DEGREES, "DEGREES");
        functions.unaryDouble(ScalarFunction.RADIANS, "RADIANS");
        functions.add(ScalarFunction.PI, ReturnTypes.DOUBLE, OperandTypes.NILADIC, "PI");
        functions.add(ScalarFunction.E, ReturnTypes.DOUBLE, OperandTypes.NILADIC, "E");
        functions.add(ScalarFunction.BIT_AND, leastRestrictive(), family(INTEGER, INTEGER), "BITAND");
        functions.add(ScalarFunction.BIT_OR, leastRestrictive(), family(INTEGER, INTEGER), "BITOR");
        functions.add(ScalarFunction.BIT_XOR, leastRestrictive(), family(INTEGER, INTEGER), "BITXOR");
        functions.add(ScalarFunction.BIT_NOT, SAME_AS_FIRST, family(INTEGER), "BITNOT");
        functions.unaryDouble(ScalarFunction.CBRT, "CBRT");
        functions.unaryDouble(ScalarFunction.LOG1P, "LOG1P");
        functions.unaryDouble(ScalarFunction.EXPM1, "EXPM1");
        functions.unaryDouble(ScalarFunction.ASINH, "ASINH");
        functions.unaryDouble(ScalarFunction.ACOSH, "ACOSH");
        functions.unaryDouble(ScalarFunction.ATANH, "ATANH");
        functions.unaryDouble(ScalarFunction.RINT, "RINT");
        functions.add(ScalarFunction.HYPOT, DOUBLE_RESULT, family(NUMERIC, NUMERIC), "HYPOT");
        functions.add(ScalarFunction.IS_NAN, BOOLEAN_RESULT, family(NUMERIC), "ISNAN", "IS_NAN");
        functions.add(ScalarFunction.IS_INFINITE, BOOLEAN_RESULT, family(NUMERIC), "ISINF", "IS_INF");
        functions.add(ScalarFunction.FACTORIAL, BIGINT_OR_NULL, family(INTEGER), "FACTORIAL");
        functions.add(ScalarFunction.BIT_COUNT, INTEGER_RESULT, family(INTEGER), "BIT_COUNT");
        functions.add(ScalarFunction.SHIFT_LEFT, INT_OR_BIGINT, family(INTEGER, INTEGER), "SHIFTLEFT");
        functions.add(ScalarFunction.SHIFT_RIGHT, INT_OR_BIGINT, family(INTEGER, INTEGER), "SHIFTRIGHT");
        functions.add(
                ScalarFunction.SHIFT_RIGHT_UNSIGNED, INT_OR_BIGINT, family(INTEGER, INTEGER), "SHIFTRIGHTUNSIGNED");
        functions.add(ScalarFunction.GCD, BIGINT_RESULT, family(INTEGER, INTEGER), "GCD");
        functions.add(ScalarFunction.LCM, BIGINT_RESULT, family(INTEGER, INTEGER), "LCM");
        functions.add(
                ScalarFunction.WIDTH_BUCKET,
                BIGINT_OR_NULL,
                family(NUMERIC, NUMERIC, NUMERIC, INTEGER),
                "WIDTH_BUCKET");
        functions.add(
                ScalarFunction.CONV,
                TEXT_OR_NULL,
                OperandTypes.or(family(CHARACTER, INTEGER, INTEGER), family(INTEGER, INTEGER, INTEGER)),
                "CONV");
        functions.add(ScalarFunction.RAND, ReturnTypes.DOUBLE, optional(0, INTEGER), "RAND", "RANDOM");
        functions.add(ScalarFunction.RAND_INTEGER, INTEGER_RESULT, optional(1, INTEGER, INTEGER), "RAND_INTEGER");
    }

    /** ROUND and TRUNCATE keep the type of their argument; a decimal loses the digits that a literal count takes away. */
    private static RelDataType roundedType(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType argument = binding.getOperandType(0);
        boolean nullable = argument.isNullable()
                || (binding.getOperandCount() > 1 && binding.getOperandType(1).isNullable());
        if (!SqlTypeUtil.isDecimal(argument)) {
            return factory.createTypeWithNullability(argument, nullable);
        }
        if (binding.getOperandCount() > 1 && !binding.isOperandLiteral(1, false)) {
            return factory.createTypeWithNullability(argument, nullable);
        }
        Integer digits =
                binding.getOperandCount() > 1 ? binding.getOperandLiteralValue(1, Integer.class) : Integer.valueOf(0);
        if (digits == null || digits >= argument.getScale()) {
            return factory.createTypeWithNullability(argument, nullable);
        }
        int scale = Math.max(0, digits);
        int precision = Math.min(38, argument.getPrecision() - argument.getScale() + 1 + scale);
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DECIMAL, precision, scale), nullable);
    }
}
