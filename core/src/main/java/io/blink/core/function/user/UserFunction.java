package io.blink.core.function.user;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.plan.PlanJson;
import io.blink.core.type.DataType;
import java.util.List;

/**
 * A user's function in a plan. A scalar or table function stands as a literal before the arguments of its {@link Call}, so that whoever moves expressions need not know of it.
 *
 * @param name by which the statement calls it
 * @param jars empty: the class is on the class path of every process
 * @param accumulatorType of an aggregate whose accumulators travel; {@code null}: its rows do
 */
public record UserFunction(
        String name,
        String className,
        FunctionKind kind,
        List<FunctionJar> jars,
        @JsonInclude(JsonInclude.Include.NON_NULL) DataType accumulatorType) {
    public UserFunction {
        requireNonNull(name, "name");
        requireNonNull(className, "className");
        requireNonNull(kind, "kind");
        jars = List.copyOf(jars);
    }

    /** As the first argument of a call. */
    public Literal toLiteral() {
        return new Literal(PlanJson.write(this), DataType.string().withNullable(false));
    }

    /** Of a call of a user's function. */
    public static UserFunction of(Call call) {
        return PlanJson.read(((Literal) call.arguments().get(0)).value(), UserFunction.class);
    }

    /** What the function itself gets. */
    public static List<Expression> arguments(Call call) {
        return call.arguments().subList(1, call.arguments().size());
    }
}
