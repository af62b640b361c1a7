package io.blink.sql.function;

import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.*;

import io.blink.core.function.ScalarFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Our functions: names (Flink's first, then Hive's), argument types, result types. */
final class Functions {
    /** One character string of any length, NULL if an argument may be. */
    private static final SqlReturnTypeInference STRING = ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE);

    /** The same where bad input gives NULL too. */
    private static final SqlReturnTypeInference STRING_OR_NULL =
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    private static final SqlReturnTypeInference INTEGER_RESULT = ReturnTypes.INTEGER_NULLABLE;
    private static final SqlReturnTypeInference BIGINT_RESULT = ReturnTypes.BIGINT_NULLABLE;
    private static final SqlReturnTypeInference BOOLEAN_RESULT = ReturnTypes.BOOLEAN_NULLABLE;
    private static final SqlReturnTypeInference DOUBLE_RESULT = ReturnTypes.DOUBLE_NULLABLE;
    private static final SqlReturnTypeInference DATE_RESULT = ReturnTypes.DATE_NULLABLE;

    /** Exact for exact arguments, else DOUBLE (FLOAT stays FLOAT). */
    private static final SqlReturnTypeInference SAME_AS_FIRST = ReturnTypes.ARG0_NULLABLE;

    private final List<BlinkFunction> functions = new ArrayList<>();

    private Functions() {}

    static List<BlinkFunction> all() {
        Functions builder = new Functions();
        builder.conditionals();
        builder.math();
        builder.strings();
        builder.codes();
        builder.dates();
        return List.copyOf(builder.functions);
    }

    private void conditionals() {
        SqlReturnTypeInference branches = binding -> {
            List<RelDataType> types = binding.collectOperandTypes().subList(1, 3);
            return binding.getTypeFactory().leastRestrictive(types);
        };
        add(ScalarFunction.IF, branches, branchesAlike(), "IF");
        add(
                ScalarFunction.COALESCE,
                ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.LEAST_NULLABLE),
                OperandTypes.SAME_SAME,
                "IFNULL",
                "NVL");
        add(ScalarFunction.GREATEST, leastRestrictive(), atLeastOneAlike(), "GREATEST");
        add(ScalarFunction.LEAST, leastRestrictive(), atLeastOneAlike(), "LEAST");
    }

    private void math() {
        add(ScalarFunction.ABS, SAME_AS_FIRST, family(NUMERIC), "ABS");
        add(ScalarFunction.SIGN, SAME_AS_FIRST, family(NUMERIC), "SIGN");
        add(ScalarFunction.ROUND, Functions::roundedType, optional(1, NUMERIC, INTEGER), "ROUND");
        add(ScalarFunction.TRUNCATE, Functions::roundedType, optional(1, NUMERIC, INTEGER), "TRUNCATE", "TRUNC");
        add(ScalarFunction.POWER, DOUBLE_RESULT, family(NUMERIC, NUMERIC), "POWER", "POW");
        add(ScalarFunction.LOG, DOUBLE_RESULT, optional(1, NUMERIC, NUMERIC), "LOG");
        add(ScalarFunction.ATAN2, DOUBLE_RESULT, family(NUMERIC, NUMERIC), "ATAN2");
        unaryDouble(ScalarFunction.SQRT, "SQRT");
        unaryDouble(ScalarFunction.EXP, "EXP");
        unaryDouble(ScalarFunction.LN, "LN");
        unaryDouble(ScalarFunction.LOG10, "LOG10");
        unaryDouble(ScalarFunction.LOG2, "LOG2");
        unaryDouble(ScalarFunction.SIN, "SIN");
        unaryDouble(ScalarFunction.COS, "COS");
        unaryDouble(ScalarFunction.TAN, "TAN");
        unaryDouble(ScalarFunction.COT, "COT");
        unaryDouble(ScalarFunction.ASIN, "ASIN");
        unaryDouble(ScalarFunction.ACOS, "ACOS");
        unaryDouble(ScalarFunction.ATAN, "ATAN");
        unaryDouble(ScalarFunction.SINH, "SINH");
        unaryDouble(ScalarFunction.COSH, "COSH");
        unaryDouble(ScalarFunction.TANH, "TANH");
        unaryDouble(ScalarFunction.DEGREES, "DEGREES");
        unaryDouble(ScalarFunction.RADIANS, "RADIANS");
        add(ScalarFunction.PI, ReturnTypes.DOUBLE, OperandTypes.NILADIC, "PI");
        add(ScalarFunction.E, ReturnTypes.DOUBLE, OperandTypes.NILADIC, "E");
        add(ScalarFunction.BIT_AND, leastRestrictive(), family(INTEGER, INTEGER), "BITAND");
        add(ScalarFunction.BIT_OR, leastRestrictive(), family(INTEGER, INTEGER), "BITOR");
        add(ScalarFunction.BIT_XOR, leastRestrictive(), family(INTEGER, INTEGER), "BITXOR");
        add(ScalarFunction.BIT_NOT, SAME_AS_FIRST, family(INTEGER), "BITNOT");
    }

    private void strings() {
        add(
                ScalarFunction.CONCAT,
                STRING,
                OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.CHARACTER),
                "CONCAT");
        add(
                ScalarFunction.CONCAT_WS,
                ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.ARG0_NULLABLE),
                OperandTypes.repeat(SqlOperandCountRanges.from(1), OperandTypes.CHARACTER),
                "CONCAT_WS");
        add(ScalarFunction.CHAR_LENGTH, INTEGER_RESULT, family(CHARACTER), "CHAR_LENGTH", "CHARACTER_LENGTH", "LENGTH");
        add(
                ScalarFunction.OCTET_LENGTH,
                INTEGER_RESULT,
                OperandTypes.or(family(CHARACTER), family(BINARY)),
                "OCTET_LENGTH");
        add(ScalarFunction.UPPER, STRING, family(CHARACTER), "UPPER", "UCASE");
        add(ScalarFunction.LOWER, STRING, family(CHARACTER), "LOWER", "LCASE");
        add(ScalarFunction.INITCAP, STRING, family(CHARACTER), "INITCAP");
        add(ScalarFunction.SUBSTRING, STRING, optional(2, CHARACTER, INTEGER, INTEGER), "SUBSTR");
        add(ScalarFunction.LEFT, STRING, family(CHARACTER, INTEGER), "LEFT");
        add(ScalarFunction.RIGHT, STRING, family(CHARACTER, INTEGER), "RIGHT");
        add(ScalarFunction.TRIM, STRING, optional(1, CHARACTER, CHARACTER), "BTRIM");
        add(ScalarFunction.LTRIM, STRING, optional(1, CHARACTER, CHARACTER), "LTRIM");
        add(ScalarFunction.RTRIM, STRING, optional(1, CHARACTER, CHARACTER), "RTRIM");
        add(ScalarFunction.LPAD, STRING_OR_NULL, optional(2, CHARACTER, INTEGER, CHARACTER), "LPAD");
        add(ScalarFunction.RPAD, STRING_OR_NULL, optional(2, CHARACTER, INTEGER, CHARACTER), "RPAD");
        add(ScalarFunction.REPEAT, STRING, family(CHARACTER, INTEGER), "REPEAT");
        add(ScalarFunction.REPLACE, STRING, family(CHARACTER, CHARACTER, CHARACTER), "REPLACE");
        add(ScalarFunction.TRANSLATE, STRING, family(CHARACTER, CHARACTER, CHARACTER), "TRANSLATE");
        add(ScalarFunction.REVERSE, STRING, family(CHARACTER), "REVERSE");
        add(ScalarFunction.POSITION, INTEGER_RESULT, optional(2, CHARACTER, CHARACTER, INTEGER), "LOCATE");
        add(ScalarFunction.INSTR, INTEGER_RESULT, family(CHARACTER, CHARACTER), "INSTR");
        add(ScalarFunction.SPLIT_INDEX, STRING_OR_NULL, family(CHARACTER, CHARACTER, INTEGER), "SPLIT_INDEX");
        add(ScalarFunction.STARTS_WITH, BOOLEAN_RESULT, family(CHARACTER, CHARACTER), "STARTSWITH", "STARTS_WITH");
        add(ScalarFunction.ENDS_WITH, BOOLEAN_RESULT, family(CHARACTER, CHARACTER), "ENDSWITH", "ENDS_WITH");
        add(ScalarFunction.REGEXP, BOOLEAN_RESULT, family(CHARACTER, CHARACTER), "REGEXP", "REGEXP_LIKE");
        add(ScalarFunction.REGEXP_REPLACE, STRING, family(CHARACTER, CHARACTER, CHARACTER), "REGEXP_REPLACE");
        add(
                ScalarFunction.REGEXP_EXTRACT,
                STRING_OR_NULL,
                optional(2, CHARACTER, CHARACTER, INTEGER),
                "REGEXP_EXTRACT");
    }

    private void codes() {
        add(ScalarFunction.ASCII, INTEGER_RESULT, family(CHARACTER), "ASCII");
        add(ScalarFunction.CHR, STRING_OR_NULL, family(INTEGER), "CHR");
        add(ScalarFunction.TO_BASE64, STRING, OperandTypes.or(family(CHARACTER), family(BINARY)), "TO_BASE64");
        add(ScalarFunction.FROM_BASE64, STRING_OR_NULL, family(CHARACTER), "FROM_BASE64");
        add(ScalarFunction.HEX, STRING, OperandTypes.or(family(CHARACTER), family(BINARY), family(INTEGER)), "HEX");
        add(ScalarFunction.BIN, STRING, family(INTEGER), "BIN");
        add(
                ScalarFunction.UNHEX,
                ReturnTypes.explicit(SqlTypeName.VARBINARY).andThen(SqlTypeTransforms.FORCE_NULLABLE),
                family(CHARACTER),
                "UNHEX");
        add(ScalarFunction.MD5, STRING, OperandTypes.or(family(CHARACTER), family(BINARY)), "MD5");
        add(ScalarFunction.SHA1, STRING, OperandTypes.or(family(CHARACTER), family(BINARY)), "SHA1");
        add(ScalarFunction.SHA256, STRING, OperandTypes.or(family(CHARACTER), family(BINARY)), "SHA256");
    }

    private void dates() {
        SqlOperandTypeChecker day = OperandTypes.or(family(DATE), family(TIMESTAMP));
        add(ScalarFunction.DATE_TRUNC, ReturnTypes.ARG1_NULLABLE, unitAnd(DATETIME), "DATE_TRUNC");
        add(ScalarFunction.TIMESTAMP_ADD, Functions::shiftedType, unitAnd(INTEGER, DATETIME), "TIMESTAMPADD");
        add(ScalarFunction.TIMESTAMP_DIFF, BIGINT_RESULT, unitAnd(DATETIME, DATETIME), "TIMESTAMPDIFF");
        add(
                ScalarFunction.DATE_FORMAT,
                STRING,
                OperandTypes.or(family(DATETIME, CHARACTER), family(CHARACTER, CHARACTER)),
                "DATE_FORMAT");
        add(
                ScalarFunction.TO_DATE,
                ReturnTypes.DATE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                optional(1, CHARACTER, CHARACTER),
                "TO_DATE");
        add(
                ScalarFunction.TO_TIMESTAMP,
                ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6).andThen(SqlTypeTransforms.FORCE_NULLABLE),
                optional(1, CHARACTER, CHARACTER),
                "TO_TIMESTAMP");
        add(
                ScalarFunction.TO_TIMESTAMP_LTZ,
                ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3)
                        .andThen(SqlTypeTransforms.FORCE_NULLABLE),
                OperandTypes.or(
                        family(INTEGER), family(INTEGER, INTEGER), family(CHARACTER), family(CHARACTER, CHARACTER)),
                "TO_TIMESTAMP_LTZ");
        add(
                ScalarFunction.UNIX_TIMESTAMP,
                BIGINT_RESULT,
                OperandTypes.or(
                        OperandTypes.NILADIC, family(DATETIME), family(CHARACTER), family(CHARACTER, CHARACTER)),
                "UNIX_TIMESTAMP");
        add(ScalarFunction.FROM_UNIXTIME, STRING, optional(1, INTEGER, CHARACTER), "FROM_UNIXTIME");
        add(ScalarFunction.DATEDIFF, INTEGER_RESULT, family(DATETIME, DATETIME), "DATEDIFF");
        add(ScalarFunction.DATE_ADD, DATE_RESULT, family(DATETIME, INTEGER), "DATE_ADD");
        add(ScalarFunction.DATE_SUB, DATE_RESULT, family(DATETIME, INTEGER), "DATE_SUB");
        add(ScalarFunction.LAST_DAY, DATE_RESULT, day, "LAST_DAY");
        SqlReturnTypeInference instant = ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
        now(ScalarFunction.CURRENT_DATE, ReturnTypes.DATE, "CURRENT_DATE");
        now(ScalarFunction.CURRENT_TIME, ReturnTypes.explicit(SqlTypeName.TIME, 0), "CURRENT_TIME");
        now(ScalarFunction.CURRENT_TIME, ReturnTypes.explicit(SqlTypeName.TIME, 0), "LOCALTIME");
        now(ScalarFunction.CURRENT_TIMESTAMP, instant, "CURRENT_TIMESTAMP");
        now(ScalarFunction.LOCALTIMESTAMP, ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6), "LOCALTIMESTAMP");
        add(ScalarFunction.CURRENT_TIMESTAMP, instant, OperandTypes.NILADIC, "NOW");
    }

    private void unaryDouble(ScalarFunction function, String name) {
        add(function, DOUBLE_RESULT, family(NUMERIC), name);
    }

    private void add(
            ScalarFunction function, SqlReturnTypeInference result, SqlOperandTypeChecker operands, String... names) {
        for (String name : names) {
            functions.add(new BlinkFunction(name, function, SqlSyntax.FUNCTION, result, operands));
        }
    }

    /** Written without parentheses or with empty ones. */
    private void now(ScalarFunction function, SqlReturnTypeInference result, String name) {
        functions.add(new BlinkFunction(
                name,
                function,
                SqlSyntax.FUNCTION_ID,
                result,
                OperandTypes.POSITIVE_INTEGER_LITERAL.or(OperandTypes.NILADIC)));
    }

    private static SqlOperandTypeChecker optional(int required, SqlTypeFamily... families) {
        SqlOperandTypeChecker checker = family(families);
        for (int count = families.length - 1; count >= required; count--) {
            checker = family(Arrays.copyOf(families, count)).or(checker);
        }
        return checker;
    }

    /** A unit as a literal string, then these. */
    private static SqlOperandTypeChecker unitAnd(SqlTypeFamily... families) {
        List<SqlTypeFamily> all = new ArrayList<>();
        all.add(CHARACTER);
        all.addAll(List.of(families));
        return family(all);
    }

    private static SqlReturnTypeInference leastRestrictive() {
        return ReturnTypes.LEAST_RESTRICTIVE;
    }

    private static SqlOperandTypeChecker atLeastOneAlike() {
        SqlOperandCountRange range = SqlOperandCountRanges.from(1);
        return new org.apache.calcite.sql.type.SameOperandTypeChecker(-1) {
            @Override
            public SqlOperandCountRange getOperandCountRange() {
                return range;
            }
        };
    }

    private static SqlOperandTypeChecker branchesAlike() {
        return family(BOOLEAN, ANY, ANY);
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

    /** TIMESTAMPADD over a DATE stays a DATE for whole days and becomes a TIMESTAMP for parts of one. */
    private static RelDataType shiftedType(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType argument = binding.getOperandType(2);
        String unit = binding.isOperandLiteral(0, false) ? binding.getOperandLiteralValue(0, String.class) : null;
        boolean nullable = argument.isNullable() || binding.getOperandType(1).isNullable();
        boolean wholeDays = unit != null
                && switch (unit) {
                    case "YEAR", "QUARTER", "MONTH", "WEEK", "DAY" -> true;
                    default -> false;
                };
        RelDataType result = argument.getSqlTypeName() == SqlTypeName.DATE && !wholeDays
                ? factory.createSqlType(SqlTypeName.TIMESTAMP, 6)
                : argument;
        return factory.createTypeWithNullability(result, nullable);
    }
}
