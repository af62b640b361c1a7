package io.blink.sql.function.user;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.function.user.FunctionKind;
import io.blink.core.type.DataType;
import io.blink.sql.UserFunctionDefinition;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;

/** A scalar or vectorized function; a table function as one that gives an array of its rows, which UNNEST takes apart. */
public final class UserFunctionOperator extends SqlFunction {
    private final UserFunctionDefinition definition;

    UserFunctionOperator(UserFunctionDefinition definition) {
        this(definition, new UserArguments(definition));
    }

    private UserFunctionOperator(UserFunctionDefinition definition, UserArguments arguments) {
        super(
                definition.function().name(),
                SqlKind.OTHER_FUNCTION,
                binding -> TypeMapping.toCalcite(
                        result(definition, arguments.signature(binding).result()), binding.getTypeFactory()),
                null,
                arguments,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.definition = definition;
    }

    private static DataType result(UserFunctionDefinition definition, DataType type) {
        return definition.function().kind() == FunctionKind.TABLE
                ? DataType.array(type.withNullable(true)).withNullable(false)
                : type;
    }

    @Override
    public boolean isDeterministic() {
        return definition.type().isDeterministic();
    }

    /** The call in a plan. */
    public Call call(List<Expression> arguments, DataType type, SourcePosition position) {
        List<Expression> all = new ArrayList<>();
        all.add(definition.function().toLiteral());
        all.addAll(arguments);
        return new Call(isDeterministic() ? ScalarFunction.USER : ScalarFunction.USER_VOLATILE, all, type, position);
    }
}
