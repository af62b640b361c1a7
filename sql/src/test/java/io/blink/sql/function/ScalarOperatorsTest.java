package io.blink.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.function.ScalarFunction;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.sql.SqlOperator;
import org.junit.jupiter.api.Test;

class ScalarOperatorsTest {
    /** Reached otherwise: a field of a row is an access and no call, no one writes the check of a NOT NULL column, functions of functions are operators of their own, and users' functions are not in the list. */
    private static final Set<ScalarFunction> WITHOUT_OPERATOR = EnumSet.of(
            ScalarFunction.ROW_FIELD,
            ScalarFunction.REQUIRE_NOT_NULL,
            ScalarFunction.ARRAY_TRANSFORM,
            ScalarFunction.ARRAY_FILTER,
            ScalarFunction.ARRAY_ANY_MATCH,
            ScalarFunction.ARRAY_REDUCE,
            ScalarFunction.LAMBDA_PARAMETER,
            ScalarFunction.USER,
            ScalarFunction.USER_VOLATILE);

    @Test
    void eachFunctionOfAPlanHasAnOperator() {
        Set<ScalarFunction> reached = EnumSet.copyOf(WITHOUT_OPERATOR);
        for (SqlOperator operator : BlinkOperatorTable.instance().getOperatorList()) {
            ScalarOperators.functionOf(operator).ifPresent(reached::add);
        }
        assertThat(reached).containsExactlyInAnyOrder(ScalarFunction.values());
    }

    @Test
    void namesAreListedForPeople() {
        assertThat(BlinkOperatorTable.functionNames())
                .contains("UPPER", "COUNT", "DATE_FORMAT")
                .isSorted();
    }
}
