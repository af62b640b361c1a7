package io.blink.sql.function;

import static org.apache.calcite.sql.type.OperandTypes.family;

import io.blink.core.function.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;

/** Our functions, collected from the families. */
final class FunctionList {
    private final List<BlinkFunction> functions = new ArrayList<>();

    static List<BlinkFunction> all() {
        FunctionList list = new FunctionList();
        ConditionalFunctions.addTo(list);
        MathFunctions.addTo(list);
        TextFunctions.addTo(list);
        CodeFunctions.addTo(list);
        TimeFunctions.addTo(list);
        CollectionFunctions.addTo(list);
        JsonOperators.addTo(list);
        return List.copyOf(list.functions);
    }

    void unaryDouble(ScalarFunction function, String name) {
        add(function, FunctionTypes.DOUBLE_RESULT, family(SqlTypeFamily.NUMERIC), name);
    }

    void add(ScalarFunction function, SqlReturnTypeInference result, SqlOperandTypeChecker operands, String... names) {
        for (String name : names) {
            functions.add(new BlinkFunction(name, function, SqlSyntax.FUNCTION, result, operands));
        }
    }

    /** Written without parentheses or with empty ones. */
    void now(ScalarFunction function, SqlReturnTypeInference result, String name) {
        functions.add(new BlinkFunction(
                name,
                function,
                SqlSyntax.FUNCTION_ID,
                result,
                OperandTypes.POSITIVE_INTEGER_LITERAL.or(OperandTypes.NILADIC)));
    }
}
