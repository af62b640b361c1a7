package io.blink.runtime.expression;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.function.user.UserFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.cast.Casts;
import io.blink.runtime.expression.comparison.Comparisons;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns expressions of a plan into evaluators: conditionals become nodes that evaluate branches for the rows that need them, every other call a kernel.
 * Arguments whose types differ from what a kernel takes are converted. Any thread; the evaluators belong to one thread each.
 */
public final class ExpressionCompiler {
    private final EvaluationContext context;
    private final KernelLibrary kernels;
    private final LambdaScope scope;

    private ExpressionCompiler(EvaluationContext context) {
        this(context, LambdaScope.INPUT);
    }

    private ExpressionCompiler(EvaluationContext context, LambdaScope scope) {
        this.context = context;
        this.kernels = new KernelLibrary(context);
        this.scope = scope;
    }

    /** An evaluator for one operator instance. */
    public static Evaluator compile(Expression expression, EvaluationContext context) {
        Node node = new ExpressionCompiler(context).node(expression);
        return new NodeEvaluator(node);
    }

    /** A selector for one operator instance. @param predicate BOOLEAN */
    public static RowSelector compilePredicate(Expression predicate, EvaluationContext context) {
        if (predicate.type().kind() != TypeKind.BOOLEAN && predicate.type().kind() != TypeKind.NULL) {
            throw new BlinkException(
                    CoreErrorCode.CORRUPT_PLAN,
                    "The plan filters by " + predicate + " of type " + predicate.type() + "; BOOLEAN is needed");
        }
        Node node = new ExpressionCompiler(context).node(predicate);
        return (batch, positions) -> node.select(Rows.of(batch), positions);
    }

    private record NodeEvaluator(Node node) implements Evaluator {
        @Override
        public Column evaluate(Batch batch) {
            return node.evaluate(Rows.of(batch));
        }

        @Override
        public boolean vectorized() {
            return node.vectorized();
        }
    }

    private Node node(Expression expression) {
        if (expression instanceof InputColumn column) {
            return scope.column(column);
        }
        if (expression instanceof Literal literal) {
            return new ConstantNode(LiteralColumns.value(literal));
        }
        return call((Call) expression);
    }

    private Node call(Call call) {
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case AND, OR -> logic(call);
            case CASE -> caseOf(arguments, call.type());
            case IF -> caseOf(arguments, call.type());
            case COALESCE -> new CoalesceNode(converted(arguments, call.type()), call.type());
            case NULLIF ->
                caseOf(
                        List.of(
                                made(call, ScalarFunction.EQUALS, arguments, truthType()),
                                new Literal(null, call.type()),
                                arguments.get(0)),
                        call.type());
            case BETWEEN -> between(call);
            case IN -> in(call);
            case NOT_IN ->
                node(made(
                        call,
                        ScalarFunction.NOT,
                        List.of(made(call, ScalarFunction.IN, arguments, call.type())),
                        call.type()));
            case CAST, TRY_CAST -> cast(call);
            case CEIL, FLOOR, SIGN -> rounded(call);
            case RAND, RAND_INTEGER, UUID -> new RandomNode(call, nodes(arguments), context.randomOrigin());
            case USER ->
                new FunctionNode(
                        UserCalls.kernel(call, context.functions()),
                        nodes(UserFunction.arguments(call)),
                        call.type(),
                        false,
                        false);
            case USER_VOLATILE ->
                new UserFunctionNode(UserCalls.kernel(call, context.functions()), nodes(UserFunction.arguments(call)));
            case ARRAY_TRANSFORM, ARRAY_FILTER, ARRAY_ANY_MATCH -> lambda(call);
            case ARRAY_REDUCE -> reduction(call);
            case LAMBDA_PARAMETER -> scope.parameter(call);
            case TYPEOF -> new ConstantNode(typeText(arguments.get(0).type()));
            case PI -> new ConstantNode(new DoubleColumn(1, new double[] {Math.PI}, null));
            case E -> new ConstantNode(new DoubleColumn(1, new double[] {Math.E}, null));
            case UNIX_TIMESTAMP ->
                arguments.isEmpty() ? new ConstantNode(StatementTime.seconds(context)) : function(call);
            case PROCTIME -> new ProcessingTimeNode();
            case CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIMESTAMP, CURRENT_TIME ->
                new ConstantNode(StatementTime.of(call.function(), call.type(), context));
            default -> function(call);
        };
    }

    private Node lambda(Call call) {
        List<Expression> arguments = call.arguments();
        LambdaScope.Body body = body(arguments.get(1), arguments.subList(2, arguments.size()));
        DataType element =
                call.function() == ScalarFunction.ARRAY_TRANSFORM ? call.type().element() : truthType();
        return new LambdaNode(
                call.function(),
                node(arguments.get(0)),
                new ExpressionCompiler(context, body.scope()).converted(arguments.get(1), element),
                nodes(body.captured()),
                arguments.size() > 3,
                call.type());
    }

    private Node reduction(Call call) {
        List<Expression> arguments = call.arguments();
        LambdaScope.Body body = body(arguments.get(2), arguments.subList(3, arguments.size()));
        return new ReductionNode(
                node(arguments.get(0)),
                converted(arguments.get(1), call.type()),
                new ExpressionCompiler(context, body.scope()).converted(arguments.get(2), call.type()),
                nodes(body.captured()),
                call.type());
    }

    private LambdaScope.Body body(Expression body, List<Expression> numbers) {
        return scope.of(body, numbers.stream().map(LambdaScope::id).toList());
    }

    private List<Node> nodes(List<Expression> expressions) {
        return expressions.stream().map(this::node).toList();
    }

    private static Column typeText(DataType type) {
        return LiteralColumns.value(new Literal(type.toString(), DataType.string()));
    }

    private static Call made(Call origin, ScalarFunction function, List<Expression> arguments, DataType type) {
        return new Call(function, arguments, type, origin.position());
    }

    private static DataType truthType() {
        return DataType.of(TypeKind.BOOLEAN);
    }

    private Node logic(Call call) {
        if (call.arguments().size() == 1) {
            return node(call.arguments().get(0));
        }
        return new LogicNode(call.function() == ScalarFunction.AND, converted(call.arguments(), truthType()));
    }

    private Node caseOf(List<Expression> arguments, DataType type) {
        List<Node> conditions = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            conditions.add(converted(arguments.get(i), truthType()));
            values.add(converted(arguments.get(i + 1), type));
        }
        boolean hasElse = arguments.size() % 2 == 1;
        Node otherwise = hasElse
                ? converted(arguments.get(arguments.size() - 1), type)
                : new ConstantNode(LiteralColumns.nullValue(type));
        return new CaseNode(conditions, values, otherwise, type);
    }

    private Node between(Call call) {
        Expression value = call.arguments().get(0);
        Expression lower = call.arguments().get(1);
        Expression upper = call.arguments().get(2);
        if (isValueOf(lower, value.type()) && isValueOf(upper, value.type())) {
            Kernel kernel = Comparisons.range(
                    value.type(), LiteralColumns.value((Literal) lower), LiteralColumns.value((Literal) upper));
            if (kernel != null) {
                return new FunctionNode(kernel, List.of(node(value)), call.type(), true, true);
            }
        }
        return node(made(
                call,
                ScalarFunction.AND,
                List.of(
                        made(call, ScalarFunction.GREATER_OR_EQUAL, List.of(value, lower), call.type()),
                        made(call, ScalarFunction.LESS_OR_EQUAL, List.of(value, upper), call.type())),
                call.type()));
    }

    /** Whether it is a literal, not NULL, that a kernel for the type can take as it is. */
    private static boolean isValueOf(Expression expression, DataType type) {
        return expression instanceof Literal literal && !literal.isNull() && sameValues(literal.type(), type);
    }

    private static boolean sameValues(DataType left, DataType right) {
        return left.equalsIgnoringNullability(right)
                || (left.kind().isCharacter() && right.kind().isCharacter())
                || (left.kind().isBinary() && right.kind().isBinary());
    }

    private Node in(Call call) {
        Expression value = call.arguments().get(0);
        List<Expression> members = call.arguments().subList(1, call.arguments().size());
        boolean literal = members.stream()
                .allMatch(member -> member instanceof Literal constant
                        && (constant.isNull() || sameValues(constant.type(), value.type())));
        if (literal) {
            List<Column> values = members.stream()
                    .map(member -> LiteralColumns.value(new Literal(((Literal) member).value(), value.type())))
                    .toList();
            Kernel kernel = Comparisons.in(value.type(), values);
            if (kernel != null) {
                return new FunctionNode(kernel, List.of(node(value)), call.type(), true, true);
            }
        }
        List<Expression> equalities = new ArrayList<>();
        for (Expression member : members) {
            equalities.add(made(call, ScalarFunction.EQUALS, List.of(value, member), call.type()));
        }
        return node(made(call, ScalarFunction.OR, equalities, call.type()));
    }

    private Node cast(Call call) {
        Expression value = call.arguments().get(0);
        if (Casts.isIdentity(value.type(), call.type())) {
            return node(value);
        }
        return conversion(value, call.type(), new CallSite(call), call.function() == ScalarFunction.TRY_CAST);
    }

    private Node conversion(Expression value, DataType to, CallSite site, boolean lenient) {
        if (value.type().kind() == TypeKind.NULL) {
            return new ConstantNode(LiteralColumns.nullValue(to));
        }
        Kernel kernel = Casts.create(site, value.type(), to, lenient, context.timeZone());
        return new FunctionNode(kernel, List.of(node(value)), to, true, false);
    }

    /** Computed in the argument's own type, so that no fraction is lost before; a whole number is its own ceiling and floor. */
    private Node rounded(Call call) {
        Expression value = call.arguments().get(0);
        TypeKind from = value.type().kind();
        if (from.isInteger() && call.function() != ScalarFunction.SIGN) {
            return converted(value, call.type());
        }
        if (from == call.type().kind() || from == TypeKind.NULL) {
            return function(call);
        }
        Call inOwnType = made(call, call.function(), List.of(value), value.type());
        return converted(inOwnType, call.type());
    }

    private Node function(Call call) {
        Call typed = ArgumentTypes.unify(call);
        List<Node> arguments = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            arguments.add(
                    converted(call.arguments().get(i), typed.arguments().get(i).type()));
        }
        Kernel kernel = kernels.create(new CallSite(typed));
        return new FunctionNode(
                kernel,
                arguments,
                call.type(),
                KernelLibrary.isStrict(call.function()),
                KernelLibrary.isFree(call.function()));
    }

    private List<Node> converted(List<Expression> expressions, DataType type) {
        return expressions.stream()
                .map(expression -> converted(expression, type))
                .toList();
    }

    private Node converted(Expression expression, DataType type) {
        if (expression instanceof Literal literal && literal.isNull()) {
            return new ConstantNode(LiteralColumns.nullValue(type));
        }
        if (sameValues(expression.type(), type)) {
            return node(expression);
        }
        CallSite site = new CallSite(new Call(ScalarFunction.CAST, List.of(expression), type));
        return conversion(expression, type, site, false);
    }
}
