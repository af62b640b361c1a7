package io.blink.sql.function;

import static java.util.Objects.requireNonNull;

import io.blink.core.function.AggregateFunction;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.util.Optionality;

/** An aggregate of ours. A name that begins with $ is for {@link AggregateSpellings} alone. */
public final class BlinkAggregate extends SqlAggFunction {
    private final AggregateFunction function;

    /** @param order whether the call may have an order of its rows (WITHIN GROUP) */
    BlinkAggregate(
            String name,
            AggregateFunction function,
            SqlReturnTypeInference result,
            SqlOperandTypeChecker operands,
            Optionality order) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                result,
                null,
                operands,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                order);
        this.function = requireNonNull(function, "function");
    }

    public AggregateFunction function() {
        return function;
    }
}
