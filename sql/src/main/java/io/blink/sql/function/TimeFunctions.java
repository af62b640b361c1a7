package io.blink.sql.function;

import static io.blink.sql.function.FunctionTypes.*;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.*;

import io.blink.core.function.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Dates and times. Names (Flink's first, then Hive's), argument types, result types. */
final class TimeFunctions {
    private TimeFunctions() {}

    static void addTo(FunctionList functions) {
        SqlOperandTypeChecker day = OperandTypes.or(family(DATE), family(TIMESTAMP));
        functions.add(ScalarFunction.DATE_TRUNC, ReturnTypes.ARG1_NULLABLE, unitAnd(DATETIME), "DATE_TRUNC");
        functions.add(
                ScalarFunction.TIMESTAMP_ADD, TimeFunctions::shiftedType, unitAnd(INTEGER, DATETIME), "TIMESTAMPADD");
        functions.add(ScalarFunction.TIMESTAMP_DIFF, BIGINT_RESULT, unitAnd(DATETIME, DATETIME), "TIMESTAMPDIFF");
        functions.add(
                ScalarFunction.DATE_FORMAT,
                TEXT_RESULT,
                OperandTypes.or(family(DATETIME, CHARACTER), family(CHARACTER, CHARACTER)),
                "DATE_FORMAT");
        functions.add(
                ScalarFunction.TO_DATE,
                ReturnTypes.DATE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                optional(1, CHARACTER, CHARACTER),
                "TO_DATE");
        functions.add(
                ScalarFunction.TO_TIMESTAMP,
                ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6).andThen(SqlTypeTransforms.FORCE_NULLABLE),
                optional(1, CHARACTER, CHARACTER),
                "TO_TIMESTAMP");
        functions.add(
                ScalarFunction.TO_TIMESTAMP_LTZ,
                ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3)
                        .andThen(SqlTypeTransforms.FORCE_NULLABLE),
                OperandTypes.or(
                        family(INTEGER),
                        family(INTEGER, INTEGER),
                        family(CHARACTER),
                        family(CHARACTER, CHARACTER),
                        family(CHARACTER, CHARACTER, CHARACTER)),
                "TO_TIMESTAMP_LTZ");
        functions.add(
                ScalarFunction.UNIX_TIMESTAMP,
                BIGINT_RESULT,
                OperandTypes.or(
                        OperandTypes.NILADIC, family(DATETIME), family(CHARACTER), family(CHARACTER, CHARACTER)),
                "UNIX_TIMESTAMP");
        functions.add(ScalarFunction.FROM_UNIXTIME, TEXT_RESULT, optional(1, INTEGER, CHARACTER), "FROM_UNIXTIME");
        functions.add(ScalarFunction.DATEDIFF, INTEGER_RESULT, family(DATETIME, DATETIME), "DATEDIFF");
        functions.add(ScalarFunction.DATE_ADD, DATE_RESULT, family(DATETIME, INTEGER), "DATE_ADD");
        functions.add(ScalarFunction.DATE_SUB, DATE_RESULT, family(DATETIME, INTEGER), "DATE_SUB");
        functions.add(ScalarFunction.LAST_DAY, DATE_RESULT, day, "LAST_DAY");
        functions.add(
                ScalarFunction.MONTHS_BETWEEN,
                DOUBLE_RESULT,
                optional(2, DATETIME, DATETIME, BOOLEAN),
                "MONTHS_BETWEEN");
        functions.add(ScalarFunction.NEXT_DAY, DATE_RESULT, family(DATETIME, CHARACTER), "NEXT_DAY");
        functions.add(ScalarFunction.MAKE_DATE, DATE_RESULT, family(INTEGER, INTEGER, INTEGER), "MAKE_DATE");
        SqlReturnTypeInference clock = ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6);
        functions.add(
                ScalarFunction.MAKE_TIMESTAMP,
                clock.andThen(SqlTypeTransforms.TO_NULLABLE),
                family(INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, NUMERIC),
                "MAKE_TIMESTAMP");
        functions.add(ScalarFunction.CONVERT_TZ, TEXT_OR_NULL, family(CHARACTER, CHARACTER, CHARACTER), "CONVERT_TZ");
        functions.add(
                ScalarFunction.FROM_UTC_TIMESTAMP,
                clock.andThen(SqlTypeTransforms.TO_NULLABLE),
                family(DATETIME, CHARACTER),
                "FROM_UTC_TIMESTAMP");
        functions.add(
                ScalarFunction.TO_UTC_TIMESTAMP,
                clock.andThen(SqlTypeTransforms.TO_NULLABLE),
                family(DATETIME, CHARACTER),
                "TO_UTC_TIMESTAMP");
        SqlReturnTypeInference instant = ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
        functions.now(ScalarFunction.CURRENT_DATE, ReturnTypes.DATE, "CURRENT_DATE");
        functions.now(ScalarFunction.CURRENT_TIME, ReturnTypes.explicit(SqlTypeName.TIME, 0), "CURRENT_TIME");
        functions.now(ScalarFunction.CURRENT_TIME, ReturnTypes.explicit(SqlTypeName.TIME, 0), "LOCALTIME");
        functions.now(ScalarFunction.CURRENT_TIMESTAMP, instant, "CURRENT_TIMESTAMP");
        functions.now(ScalarFunction.LOCALTIMESTAMP, ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6), "LOCALTIMESTAMP");
        functions.add(ScalarFunction.CURRENT_TIMESTAMP, instant, OperandTypes.NILADIC, "NOW");
        functions.add(
                ScalarFunction.PROCTIME,
                ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3),
                OperandTypes.NILADIC,
                "PROCTIME");
    }

    /** A unit as a literal string, then these. */
    private static SqlOperandTypeChecker unitAnd(SqlTypeFamily... families) {
        List<SqlTypeFamily> all = new ArrayList<>();
        all.add(CHARACTER);
        all.addAll(List.of(families));
        return family(all);
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
