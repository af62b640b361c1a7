package io.blink.sql.function;

import static java.util.Objects.requireNonNull;

import io.blink.core.function.ScalarFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** A function of ours. Two names for one {@link ScalarFunction} are two operators. */
public final class BlinkFunction extends SqlFunction {
    private final ScalarFunction function;
    private final SqlSyntax syntax;

    BlinkFunction(
            String name,
            ScalarFunction function,
            SqlSyntax syntax,
            SqlReturnTypeInference result,
            SqlOperandTypeChecker operands) {
        super(name, SqlKind.OTHER_FUNCTION, result, null, operands, SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = requireNonNull(function, "function");
        this.syntax = syntax;
    }

    public ScalarFunction function() {
        return function;
    }

    @Override
    public SqlSyntax getSyntax() {
        return syntax;
    }

    @Override
    public boolean isDeterministic() {
        return function.isDeterministic();
    }

    /** Constant within a statement, but unknown while it is planned. */
    @Override
    public boolean isDynamicFunction() {
        return switch (function) {
            case CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIMESTAMP, CURRENT_TIME, UNIX_TIMESTAMP -> true;
            default -> false;
        };
    }
}
