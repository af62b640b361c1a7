package io.blink.sql.function;

import static io.blink.sql.function.FunctionTypes.*;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.*;

import io.blink.core.function.ScalarFunction;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Functions that choose between their arguments. Names (Flink's first, then Hive's), argument types, result types. */
final class ConditionalFunctions {
    private ConditionalFunctions() {}

    static void addTo(FunctionList functions) {
        SqlReturnTypeInference branches = binding -> {
            List<RelDataType> types = binding.collectOperandTypes().subList(1, 3);
            return binding.getTypeFactory().leastRestrictive(types);
        };
        functions.add(ScalarFunction.IF, branches, branchesAlike(), "IF");
        functions.add(
                ScalarFunction.COALESCE,
                ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.LEAST_NULLABLE),
                OperandTypes.SAME_SAME,
                "IFNULL",
                "NVL");
        functions.add(ScalarFunction.GREATEST, leastRestrictive(), atLeastOneAlike(), "GREATEST");
        functions.add(ScalarFunction.LEAST, leastRestrictive(), atLeastOneAlike(), "LEAST");
        functions.add(
                ScalarFunction.ASSERT_TRUE,
                ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                optional(1, BOOLEAN, CHARACTER),
                "ASSERT_TRUE");
        functions.add(
                ScalarFunction.RAISE_ERROR,
                ReturnTypes.explicit(SqlTypeName.NULL).andThen(SqlTypeTransforms.FORCE_NULLABLE),
                family(CHARACTER),
                "RAISE_ERROR");
    }

    private static SqlOperandTypeChecker branchesAlike() {
        return family(BOOLEAN, ANY, ANY);
    }
}
