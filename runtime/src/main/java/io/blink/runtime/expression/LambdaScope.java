package io.blink.runtime.expression;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the body of a function {@code x -> …} finds its values: it is evaluated over columns of its own, first its parameters, then what it names of the rows and of the
 * functions around it.
 */
final class LambdaScope {
    /** Of a whole expression: columns are those of the input. */
    static final LambdaScope INPUT = new LambdaScope(null, Map.of());

    /** By the number of a column of the input; {@code null}: as they are. */
    private final Map<Integer, Integer> columns;

    private final Map<Integer, Integer> parameters;

    private LambdaScope(Map<Integer, Integer> columns, Map<Integer, Integer> parameters) {
        this.columns = columns;
        this.parameters = parameters;
    }

    /** A body's scope, and the expressions around it that it needs as columns behind its parameters. */
    record Body(LambdaScope scope, List<Expression> captured) {}

    /** @param ids the numbers of the body's parameters, in the order of their columns */
    Body of(Expression body, List<Integer> ids) {
        Map<Integer, Integer> inner = new LinkedHashMap<>();
        ids.forEach(id -> inner.put(id, inner.size()));
        Map<Integer, Integer> innerColumns = new LinkedHashMap<>();
        List<Expression> captured = new ArrayList<>();
        capture(body, inner, innerColumns, captured, ids.size());
        return new Body(new LambdaScope(innerColumns, inner), captured);
    }

    private void capture(
            Expression expression,
            Map<Integer, Integer> inner,
            Map<Integer, Integer> innerColumns,
            List<Expression> captured,
            int first) {
        if (expression instanceof InputColumn column) {
            if (innerColumns.putIfAbsent(column.index(), first + captured.size()) == null) {
                captured.add(column);
            }
        } else if (expression instanceof Call call) {
            if (call.function() == ScalarFunction.LAMBDA_PARAMETER) {
                boolean outside = parameters.containsKey(id(call));
                if (outside && inner.putIfAbsent(id(call), first + captured.size()) == null) {
                    captured.add(call);
                }
                return;
            }
            call.arguments().forEach(argument -> capture(argument, inner, innerColumns, captured, first));
        }
    }

    Node column(InputColumn column) {
        return new InputNode(columns == null ? column.index() : columns.get(column.index()));
    }

    Node parameter(Call call) {
        Integer place = parameters.get(id(call));
        if (place == null) {
            throw new BlinkException(
                    CoreErrorCode.CORRUPT_PLAN, "The plan has a parameter outside of its function: " + call);
        }
        return new InputNode(place);
    }

    /** Of a parameter, or of a literal that numbers one. */
    static int id(Expression expression) {
        return expression instanceof Call call
                ? id(call.arguments().get(0))
                : Integer.parseInt(((Literal) expression).value());
    }
}
