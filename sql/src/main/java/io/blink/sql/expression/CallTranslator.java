package io.blink.sql.expression;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.function.LambdaOperator;
import io.blink.sql.function.user.UserFunctionOperator;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/** Calls: finds the function, brings the arguments into its order and types. */
final class CallTranslator {
    private final ExpressionTranslator expressions;
    private final TimeArithmetic timeArithmetic;

    CallTranslator(ExpressionTranslator expressions) {
        this.expressions = expressions;
        this.timeArithmetic = new TimeArithmetic(expressions);
    }

    Expression translate(RexCall call) {
        return switch (call.getKind()) {
            case CAST -> cast(call);
            case SAFE_CAST -> tryCast(call);
            case REINTERPRET -> timeArithmetic.reinterpreted(call);
            case SEARCH -> SearchExpansion.expand(call, expressions);
            case AND -> flattened(call, ScalarFunction.AND);
            case OR -> flattened(call, ScalarFunction.OR);
            case PLUS_PREFIX -> expressions.translate(call.getOperands().get(0));
            case LIKE -> like(call);
            case TRIM -> trim(call);
            case FLOOR, CEIL -> rounded(call);
            default -> isTimeArithmetic(call) ? timeArithmetic.translate(call) : named(call);
        };
    }

    private static boolean isTimeArithmetic(RexCall call) {
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, MINUS_PREFIX ->
                call.getOperands().stream().anyMatch(operand -> TimeArithmetic.isInterval(operand.getType()))
                        || TimeArithmetic.isInterval(call.getType());
            default -> false;
        };
    }

    private Expression named(RexCall call) {
        if (call.getOperator() instanceof UserFunctionOperator user) {
            return user.call(
                    expressions.translateAll(call.getOperands()), type(call), ExpressionTranslator.position(call));
        }
        ScalarFunction function = FunctionNames.of(call.getOperator())
                .orElseThrow(() -> ExpressionTranslator.unsupported(
                        call, "function " + call.getOperator().getName() + " is not supported here"));
        List<Expression> arguments = expressions.translateAll(call.getOperands());
        SourcePosition position = ExpressionTranslator.position(call);
        if (function == ScalarFunction.ROW_VALUE) {
            return row(call, arguments);
        }
        if (call.getOperator() instanceof LambdaOperator) {
            return new Call(function, arguments, type(call), position);
        }
        return CallTyping.call(function, reordered(function, arguments), type(call), position);
    }

    /** NAMED_STRUCT has the names of its fields between them. */
    private static Expression row(RexCall call, List<Expression> arguments) {
        DataType type = type(call);
        int step = arguments.size() / Math.max(1, type.fields().size());
        List<Expression> fields = new ArrayList<>();
        for (int i = step - 1; i < arguments.size(); i += Math.max(1, step)) {
            DataType field = type.fields().get(fields.size()).type();
            fields.add(Casts.toFamily(arguments.get(i), field, ExpressionTranslator.position(call)));
        }
        return new Call(ScalarFunction.ROW_VALUE, fields, type, ExpressionTranslator.position(call));
    }

    /** OVERLAY(text PLACING replacement FROM start FOR length) as core has it: the replacement last. */
    private static List<Expression> reordered(ScalarFunction function, List<Expression> arguments) {
        if (function != ScalarFunction.OVERLAY) {
            return arguments;
        }
        List<Expression> moved = new ArrayList<>(arguments);
        moved.add(moved.remove(1));
        return moved;
    }

    private Expression cast(RexCall call) {
        RexNode operand = call.getOperands().get(0);
        if (TimeArithmetic.isInterval(operand.getType()) && !TimeArithmetic.isInterval(call.getType())) {
            if (type(call).kind().isCharacter()) {
                throw ExpressionTranslator.unsupported(call, "an INTERVAL cannot be converted to text");
            }
            return timeArithmetic.intervalAsNumber(call);
        }
        return Casts.to(expressions.translate(operand), type(call), ExpressionTranslator.position(call));
    }

    private Expression tryCast(RexCall call) {
        Expression argument = expressions.translate(call.getOperands().get(0));
        DataType type = type(call).withNullable(true);
        if (argument.type().equalsIgnoringNullability(type)) {
            return argument;
        }
        return new Call(ScalarFunction.TRY_CAST, List.of(argument), type, ExpressionTranslator.position(call));
    }

    private Expression flattened(RexCall call, ScalarFunction function) {
        List<Expression> arguments = new ArrayList<>();
        collect(call, call.getKind(), arguments);
        boolean nullable =
                arguments.stream().anyMatch(argument -> argument.type().nullable());
        DataType type = DataType.of(TypeKind.BOOLEAN).withNullable(nullable);
        return new Call(function, arguments, type, ExpressionTranslator.position(call));
    }

    private void collect(RexCall call, SqlKind kind, List<Expression> arguments) {
        for (RexNode operand : call.getOperands()) {
            if (operand.getKind() == kind) {
                collect((RexCall) operand, kind, arguments);
            } else {
                arguments.add(expressions.translate(operand));
            }
        }
    }

    private Expression like(RexCall call) {
        String name = call.getOperator().getName();
        if (!name.equalsIgnoreCase("LIKE") && !name.equalsIgnoreCase("NOT LIKE")) {
            throw ExpressionTranslator.unsupported(call, name + " is not supported; use LIKE with UPPER or LOWER");
        }
        Expression like = CallTyping.call(
                ScalarFunction.LIKE,
                expressions.translateAll(call.getOperands()),
                type(call),
                ExpressionTranslator.position(call));
        return name.equalsIgnoreCase("LIKE")
                ? like
                : new Call(ScalarFunction.NOT, List.of(like), like.type(), ExpressionTranslator.position(call));
    }

    /** TRIM(side, characters, text), or a TRIM with the text first. */
    private Expression trim(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (!(operands.get(0) instanceof RexLiteral side) || !(side.getValue() instanceof SqlTrimFunction.Flag flag)) {
            return named(call);
        }
        ScalarFunction function =
                switch (flag) {
                    case BOTH -> ScalarFunction.TRIM;
                    case LEADING -> ScalarFunction.LTRIM;
                    case TRAILING -> ScalarFunction.RTRIM;
                };
        Expression characters = expressions.translate(operands.get(1));
        Expression text = expressions.translate(operands.get(2));
        boolean blank = characters instanceof Literal literal && " ".equals(literal.value());
        return CallTyping.call(
                function,
                blank ? List.of(text) : List.of(text, characters),
                type(call),
                ExpressionTranslator.position(call));
    }

    /** FLOOR and CEIL of a number, or FLOOR(time TO unit). */
    private Expression rounded(RexCall call) {
        List<Expression> arguments = expressions.translateAll(call.getOperands());
        if (arguments.size() == 1) {
            return named(call);
        }
        SourcePosition position = ExpressionTranslator.position(call);
        Expression floor = CallTyping.call(
                ScalarFunction.DATE_TRUNC, List.of(arguments.get(1), arguments.get(0)), type(call), position);
        if (call.getKind() == SqlKind.FLOOR) {
            return floor;
        }
        Expression next = new Call(
                ScalarFunction.TIMESTAMP_ADD,
                List.of(arguments.get(1), Literals.integer(1), floor),
                floor.type(),
                position);
        DataType truth = DataType.of(TypeKind.BOOLEAN).withNullable(floor.type().nullable());
        Expression isWhole = CallTyping.call(ScalarFunction.EQUALS, List.of(arguments.get(0), floor), truth, position);
        return CallTyping.call(ScalarFunction.CASE, List.of(isWhole, floor, next), type(call), position);
    }

    private static DataType type(RexCall call) {
        return TypeMapping.toCore(call.getType());
    }
}
