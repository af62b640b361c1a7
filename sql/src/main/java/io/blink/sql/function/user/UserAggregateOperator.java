package io.blink.sql.function.user;

import io.blink.core.function.AggregateFunction;
import io.blink.core.function.user.UserFunction;
import io.blink.sql.UserFunctionDefinition;
import io.blink.sql.type.TypeMapping;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Optionality;

/** An aggregate of a user. */
public final class UserAggregateOperator extends SqlAggFunction {
    private final UserFunctionDefinition definition;

    UserAggregateOperator(UserFunctionDefinition definition) {
        this(definition, new UserArguments(definition));
    }

    private UserAggregateOperator(UserFunctionDefinition definition, UserArguments arguments) {
        super(
                definition.function().name(),
                null,
                SqlKind.OTHER_FUNCTION,
                binding -> TypeMapping.toCalcite(
                        arguments.signature(binding).result().withNullable(true), binding.getTypeFactory()),
                null,
                arguments,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.FORBIDDEN);
        this.definition = definition;
    }

    public UserFunction function() {
        return definition.function();
    }

    /** How plans have it. */
    public AggregateFunction aggregate() {
        return function().accumulatorType() == null ? AggregateFunction.USER_HOLISTIC : AggregateFunction.USER;
    }
}
