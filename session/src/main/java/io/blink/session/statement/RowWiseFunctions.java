package io.blink.session.statement;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.function.user.FunctionKind;
import io.blink.core.function.user.UserFunction;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.ExpressionCompiler;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which functions of a job go row by row instead of over whole columns: the tail of EXPLAIN. */
final class RowWiseFunctions {
    private final EvaluationContext context;
    private final TreeSet<String> names = new TreeSet<>();

    private RowWiseFunctions(ZoneId timeZone) {
        this.context = new EvaluationContext(timeZone, 0);
    }

    /** A line of text, or nothing where all functions work on columns. */
    static String textOf(JobGraph graph, ZoneId timeZone) {
        RowWiseFunctions functions = new RowWiseFunctions(timeZone);
        for (Vertex vertex : graph.vertices()) {
            for (OperatorNode operator : vertex.operators()) {
                expressions(operator.spec()).forEach(functions::collect);
            }
        }
        return functions.names.isEmpty() ? "" : "\nEvaluated row by row: " + String.join(", ", functions.names) + "\n";
    }

    private static List<Expression> expressions(OperatorSpec spec) {
        if (spec instanceof OperatorSpec.Filter filter) {
            return List.of(filter.predicate());
        }
        if (spec instanceof OperatorSpec.Project project) {
            return project.expressions();
        }
        if (spec instanceof OperatorSpec.HashJoin join && join.residual() != null) {
            return List.of(join.residual());
        }
        return spec instanceof OperatorSpec.NestedLoopJoin join && join.condition() != null
                ? List.of(join.condition())
                : List.of();
    }

    private void collect(Expression expression) {
        if (!(expression instanceof Call call)) {
            return;
        }
        if (call.function() == ScalarFunction.LAMBDA_PARAMETER) {
            return;
        }
        call.arguments().forEach(this::collect);
        if (call.function() == ScalarFunction.USER || call.function() == ScalarFunction.USER_VOLATILE) {
            UserFunction function = UserFunction.of(call);
            if (function.kind() != FunctionKind.VECTORIZED) {
                names.add(function.name());
            }
            return;
        }
        if (!ExpressionCompiler.compile(alone(call), context).vectorized()) {
            names.add(call.function().name());
        }
    }

    /** The call over columns in place of other calls, so that it answers for itself. */
    private static Call alone(Call call) {
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(argument instanceof Literal ? argument : new InputColumn(arguments.size(), argument.type()));
        }
        return new Call(call.function(), arguments, call.type(), call.position());
    }
}
