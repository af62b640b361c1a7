package io.blink.sql.function;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Spark's and Trino's functions of functions in terms of four, before validation.
 *
 * <pre>
 *   ALL_MATCH(a, x -> p), FORALL(a, x -> p)       =>  NOT ANY_MATCH(a, x -> NOT p)
 *   NONE_MATCH(a, x -> p)                         =>  NOT ANY_MATCH(a, x -> p)
 *   REDUCE(a, v, (s, x) -> e, s -> f)             =>  ELEMENT(TRANSFORM(ARRAY[REDUCE(a, v, (s, x) -> e)], s -> f))
 *   ZIP_WITH(a, b, (x, y) -> e)                   =>  TRANSFORM(ARRAYS_ZIP(a, b), r -> e of the fields of r)
 *   MAP_FILTER(m, (k, v) -> p)                    =>  MAP_FROM_ENTRIES(FILTER(MAP_ENTRIES(m), r -> p of the fields of r))
 *   TRANSFORM_KEYS(m, (k, v) -> e)                =>  MAP_FROM_ARRAYS(TRANSFORM(MAP_ENTRIES(m), r -> …), MAP_VALUES(m))
 *   TRANSFORM_VALUES(m, (k, v) -> e)              =>  MAP_FROM_ARRAYS(MAP_KEYS(m), TRANSFORM(MAP_ENTRIES(m), r -> …))
 * </pre>
 */
public final class LambdaSpellings {
    /** For SHOW FUNCTIONS. */
    static final List<String> NAMES = List.of(
            "TRANSFORM",
            "FILTER",
            "ANY_MATCH",
            "ALL_MATCH",
            "FORALL",
            "NONE_MATCH",
            "REDUCE",
            "AGGREGATE",
            "ZIP_WITH",
            "MAP_FILTER",
            "TRANSFORM_KEYS",
            "TRANSFORM_VALUES");

    private final SpelledCall call;

    private LambdaSpellings(SpelledCall call) {
        this.call = call;
    }

    /** Of such a function, without regard to case. */
    public static boolean isName(String name) {
        return NAMES.contains(name.toUpperCase(Locale.ROOT));
    }

    public static Optional<SqlNode> meaning(SqlCall call) {
        boolean any = call.getOperandList().stream().anyMatch(SqlLambda.class::isInstance);
        return any && call.getOperator() != SqlLambda.OPERATOR
                ? Optional.of(new LambdaSpellings(new SpelledCall(call)).meaning())
                : Optional.empty();
    }

    private SqlNode meaning() {
        String name = call.itself().getOperator().getName().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "TRANSFORM" -> elements(LambdaOperator.TRANSFORM, arguments(1, 1), false, 2);
            case "FILTER" -> elements(LambdaOperator.FILTER, arguments(1, 1), false, 2);
            case "ANY_MATCH" -> elements(LambdaOperator.ANY_MATCH, arguments(1, 1), false, 1);
            case "NONE_MATCH" -> not(elements(LambdaOperator.ANY_MATCH, arguments(1, 1), false, 1));
            case "ALL_MATCH", "FORALL" -> not(elements(LambdaOperator.ANY_MATCH, arguments(1, 1), true, 1));
            case "REDUCE", "AGGREGATE" -> reduced();
            case "ZIP_WITH" -> {
                List<SqlNode> arrays = arguments(2, 1);
                yield ofFields(
                        LambdaOperator.TRANSFORM, call.of("ARRAYS_ZIP", arrays.get(0), arrays.get(1)), lambda(2));
            }
            case "MAP_FILTER" -> call.of("MAP_FROM_ENTRIES", overEntries(LambdaOperator.FILTER));
            case "TRANSFORM_KEYS" ->
                call.of("MAP_FROM_ARRAYS", overEntries(LambdaOperator.TRANSFORM), call.of("MAP_VALUES", call.get(0)));
            case "TRANSFORM_VALUES" ->
                call.of("MAP_FROM_ARRAYS", call.of("MAP_KEYS", call.get(0)), overEntries(LambdaOperator.TRANSFORM));
            default ->
                throw refused(call.itself(), name + " takes no function x -> …; " + String.join(", ", NAMES) + " do");
        };
    }

    private SqlNode not(SqlNode condition) {
        return call.of(SqlStdOperatorTable.NOT, condition);
    }

    /** The arguments in front, which are no functions, and behind them so many functions. */
    private List<SqlNode> arguments(int values, int functions) {
        boolean fits = call.count() == values + functions;
        for (int i = 0; fits && i < call.count(); i++) {
            fits = (call.get(i) instanceof SqlLambda) == (i >= values);
        }
        if (!fits) {
            throw refused(
                    call.itself(),
                    call.itself().getOperator().getName() + " takes "
                            + (values == 1 ? "one value" : values + " values") + " and then "
                            + (functions == 1 ? "one function x -> …" : functions + " functions x -> …"));
        }
        return call.itself().getOperandList().subList(0, values);
    }

    private SqlLambda lambda(int index) {
        return (SqlLambda) call.get(index);
    }

    /** Of the elements and, with a second parameter, of their places. */
    private SqlNode elements(LambdaOperator operator, List<SqlNode> arguments, boolean negated, int parametersMax) {
        SqlLambda lambda = lambda(1);
        List<String> names = parameters(lambda, 1, parametersMax);
        List<LambdaVariable> variables = variables(lambda, names.size());
        Map<String, SqlNode> meanings = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            meanings.put(names.get(i), parameter(names.get(i), variables.get(i), LambdaParameter.WHOLE, lambda));
        }
        SqlNode body = body(lambda, meanings);
        return new LambdaFunction(operator, variables)
                .createCall(call.position(), arguments.get(0), negated ? not(body) : body);
    }

    private SqlNode reduced() {
        boolean finished = call.count() == 4;
        List<SqlNode> arguments = arguments(2, finished ? 2 : 1);
        SqlLambda lambda = lambda(2);
        List<String> names = parameters(lambda, 2, 2);
        List<LambdaVariable> variables = variables(lambda, 2);
        SqlNode body = body(
                lambda,
                Map.of(
                        names.get(0), parameter(names.get(0), variables.get(0), LambdaParameter.WHOLE, lambda),
                        names.get(1), parameter(names.get(1), variables.get(1), LambdaParameter.WHOLE, lambda)));
        SqlNode value = new LambdaFunction(LambdaOperator.REDUCE, variables)
                .createCall(call.position(), arguments.get(0), arguments.get(1), body);
        return finished ? finished(value, lambda(3)) : value;
    }

    private SqlNode finished(SqlNode value, SqlLambda lambda) {
        String name = parameters(lambda, 1, 1).get(0);
        List<LambdaVariable> variables = variables(lambda, 1);
        SqlNode body = body(lambda, Map.of(name, parameter(name, variables.get(0), LambdaParameter.WHOLE, lambda)));
        SqlNode one = SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(call.position(), value);
        return call.of(
                "ELEMENT",
                new LambdaFunction(LambdaOperator.TRANSFORM, variables).createCall(call.position(), one, body));
    }

    private SqlNode overEntries(LambdaOperator operator) {
        arguments(1, 1);
        return ofFields(operator, call.of("MAP_ENTRIES", call.get(0)), lambda(1));
    }

    /** Of two fields of the elements of an array of rows. */
    private SqlNode ofFields(LambdaOperator operator, SqlNode rows, SqlLambda lambda) {
        List<String> names = parameters(lambda, 2, 2);
        List<LambdaVariable> variables = variables(lambda, 1);
        SqlNode body = body(
                lambda,
                Map.of(
                        names.get(0), parameter(names.get(0), variables.get(0), 0, lambda),
                        names.get(1), parameter(names.get(1), variables.get(0), 1, lambda)));
        return new LambdaFunction(operator, variables).createCall(call.position(), rows, body);
    }

    private static SqlNode parameter(String name, LambdaVariable variable, int field, SqlLambda lambda) {
        return new LambdaParameter(name, variable, field).createCall(lambda.getParserPosition());
    }

    private List<String> parameters(SqlLambda lambda, int least, int most) {
        List<String> names = lambda.getParameters().stream()
                .map(parameter -> ((SqlIdentifier) parameter).getSimple().toUpperCase(Locale.ROOT))
                .toList();
        if (names.size() < least || names.size() > most) {
            throw refused(
                    lambda,
                    "the function of " + call.itself().getOperator().getName() + " has " + names.size()
                            + " parameters; " + (least == most ? least : least + " or " + most) + " are needed");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw refused(lambda, "two parameters of a function have one name");
        }
        return names;
    }

    /** With numbers above those of the functions within. */
    private static List<LambdaVariable> variables(SqlLambda lambda, int count) {
        int[] greatest = {-1};
        lambda.getExpression().accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall inner) {
                if (inner.getOperator() instanceof LambdaFunction function) {
                    function.ids().forEach(id -> greatest[0] = Math.max(greatest[0], id));
                }
                return super.visit(inner);
            }
        });
        List<LambdaVariable> variables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            variables.add(new LambdaVariable(greatest[0] + 1 + i));
        }
        return variables;
    }

    /** The body with its parameters in place of their names, which stand before columns of these names. */
    private static SqlNode body(SqlLambda lambda, Map<String, SqlNode> meanings) {
        return lambda.getExpression().accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier name) {
                SqlNode found = meanings.get(name.names.get(0).toUpperCase(Locale.ROOT));
                if (found == null) {
                    return name;
                }
                SqlParserPos position = name.getParserPosition();
                SqlNode value = ((SqlCall) found).getOperator().createCall(position);
                for (String field : name.names.subList(1, name.names.size())) {
                    value = SqlStdOperatorTable.DOT.createCall(position, value, new SqlIdentifier(field, position));
                }
                return value;
            }

            @Override
            public SqlNode visit(SqlCall inner) {
                if (inner.isA(SqlKind.QUERY)) {
                    throw refused(inner, "a sub-query within a function x -> … is not supported; join its rows before");
                }
                if (inner.getOperator() == SqlStdOperatorTable.DOT) {
                    SqlNode row = inner.<SqlNode>operand(0).accept(this);
                    return SqlStdOperatorTable.DOT.createCall(inner.getParserPosition(), row, inner.operand(1));
                }
                SqlNode visited = super.visit(inner);
                if (isOfManyRows(inner) && visited != inner && hasParameter(visited)) {
                    throw refused(inner, "an aggregate of a function's parameter is not supported; use REDUCE");
                }
                return visited;
            }
        });
    }

    private static boolean isOfManyRows(SqlCall call) {
        return call.getKind() == SqlKind.OVER
                || BlinkOperatorTable.isAggregate(call.getOperator().getName());
    }

    private static boolean hasParameter(SqlNode node) {
        boolean[] found = {false};
        node.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                found[0] |= call.getOperator() instanceof LambdaParameter;
                return super.visit(call);
            }
        });
        return found[0];
    }

    private static BlinkException refused(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_ARGUMENTS, ParserPositions.of(node.getParserPosition()), message);
    }
}
