package io.blink.sql.function;

import static org.apache.calcite.sql.type.OperandTypes.family;

import java.util.Arrays;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SameOperandTypeChecker;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Types of arguments and results that many functions share. */
final class FunctionTypes {
    /** One character string of any length, NULL if an argument may be. */
    static final SqlReturnTypeInference TEXT_RESULT = ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE);

    /** The same where bad input gives NULL too. */
    static final SqlReturnTypeInference TEXT_OR_NULL = ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    static final SqlReturnTypeInference INTEGER_RESULT = ReturnTypes.INTEGER_NULLABLE;
    static final SqlReturnTypeInference BIGINT_RESULT = ReturnTypes.BIGINT_NULLABLE;
    static final SqlReturnTypeInference BOOLEAN_RESULT = ReturnTypes.BOOLEAN_NULLABLE;
    static final SqlReturnTypeInference DOUBLE_RESULT = ReturnTypes.DOUBLE_NULLABLE;
    static final SqlReturnTypeInference DATE_RESULT = ReturnTypes.DATE_NULLABLE;

    /** Exact for exact arguments, else DOUBLE (FLOAT stays FLOAT). */
    static final SqlReturnTypeInference SAME_AS_FIRST = ReturnTypes.ARG0_NULLABLE;

    static final SqlReturnTypeInference TEXT_ARRAY_OR_NULL = binding -> {
        var factory = binding.getTypeFactory();
        var element = factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), true);
        return factory.createTypeWithNullability(factory.createArrayType(element, -1), true);
    };

    static final SqlReturnTypeInference INTEGER_OR_NULL = ReturnTypes.INTEGER.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    static final SqlReturnTypeInference BIGINT_OR_NULL = ReturnTypes.BIGINT.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** BIGINT for BIGINT, INT for narrower integers. */
    static final SqlReturnTypeInference INT_OR_BIGINT = binding -> {
        boolean wide = binding.getOperandType(0).getSqlTypeName() == SqlTypeName.BIGINT;
        return (wide ? BIGINT_RESULT : INTEGER_RESULT).inferReturnType(binding);
    };

    static final SqlReturnTypeInference BINARY_OR_NULL =
            ReturnTypes.explicit(SqlTypeName.VARBINARY).andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** Text or bytes. */
    static final SqlOperandTypeChecker TEXT_OR_BYTES =
            OperandTypes.or(family(SqlTypeFamily.CHARACTER), family(SqlTypeFamily.BINARY));

    private FunctionTypes() {}

    /** The last ones may be left out. */
    static SqlOperandTypeChecker optional(int required, SqlTypeFamily... families) {
        SqlOperandTypeChecker checker = family(families);
        for (int count = families.length - 1; count >= required; count--) {
            checker = family(Arrays.copyOf(families, count)).or(checker);
        }
        return checker;
    }

    static SqlReturnTypeInference leastRestrictive() {
        return ReturnTypes.LEAST_RESTRICTIVE;
    }

    static SqlOperandTypeChecker atLeastOneAlike() {
        SqlOperandCountRange range = SqlOperandCountRanges.from(1);
        return new SameOperandTypeChecker(-1) {
            @Override
            public SqlOperandCountRange getOperandCountRange() {
                return range;
            }
        };
    }
}
