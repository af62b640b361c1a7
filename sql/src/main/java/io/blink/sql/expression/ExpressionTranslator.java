package io.blink.sql.expression;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLambdaRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Translates row expressions over one input. What has no counterpart is an error that names it and, where known, its place in the statement. */
public final class ExpressionTranslator {
    private final List<Field> input;
    private final RexBuilder rexBuilder;
    private final CallTranslator calls = new CallTranslator(this);

    /** @param input the columns that input references number */
    public ExpressionTranslator(List<Field> input, RexBuilder rexBuilder) {
        this.input = List.copyOf(input);
        this.rexBuilder = rexBuilder;
    }

    /** The expression with the type that Calcite gave it, but for nullability where the input knows better. */
    public Expression translate(RexNode node) {
        if (node instanceof RexInputRef reference) {
            return column(reference.getIndex());
        }
        if (node instanceof RexLiteral literal) {
            return Literals.translate(literal);
        }
        if (node instanceof RexLambdaRef parameter) {
            return new Call(
                    ScalarFunction.LAMBDA_PARAMETER,
                    List.of(Literals.integer(parameter.getIndex())),
                    TypeMapping.toCore(parameter.getType()));
        }
        if (node instanceof RexFieldAccess access) {
            return fieldAccess(access);
        }
        if (node instanceof RexOver over) {
            throw unsupported(over, "OVER windows are not supported; aggregate with GROUP BY and join the result");
        }
        if (node instanceof RexSubQuery query) {
            throw unsupported(query, "this sub-query could not be rewritten as a join; write it as a join");
        }
        if (node instanceof RexCall call) {
            return calls.translate(call);
        }
        if (node instanceof RexDynamicParam) {
            throw unsupported(node, "parameters (?) are not supported; write the value");
        }
        throw unsupported(node, "'" + node + "' is not supported");
    }

    public List<Expression> translateAll(List<? extends RexNode> nodes) {
        List<Expression> expressions = new ArrayList<>();
        nodes.forEach(node -> expressions.add(translate(node)));
        return expressions;
    }

    InputColumn column(int index) {
        return new InputColumn(index, input.get(index).type());
    }

    RexBuilder rexBuilder() {
        return rexBuilder;
    }

    private Expression fieldAccess(RexFieldAccess access) {
        if (!(access.getReferenceExpr() instanceof RexCall || access.getReferenceExpr() instanceof RexInputRef)
                && !(access.getReferenceExpr() instanceof RexFieldAccess)
                && !(access.getReferenceExpr() instanceof RexLambdaRef)) {
            throw unsupported(access, "this correlated sub-query could not be rewritten as a join; write it as a join");
        }
        Expression row = translate(access.getReferenceExpr());
        DataType type = TypeMapping.toCore(access.getType());
        Expression index = Literals.integer(access.getField().getIndex());
        return new Call(ScalarFunction.ROW_FIELD, List.of(row, index), type);
    }

    /** Where a node was written, or {@code null} if the planner made it up. */
    static SourcePosition position(RexNode node) {
        return node instanceof RexCall call ? position(call.getParserPosition()) : null;
    }

    /** The same of a place that Calcite keeps. */
    public static SourcePosition position(SqlParserPos position) {
        return position == null || position.getLineNum() < 1
                ? null
                : new SourcePosition(position.getLineNum(), Math.max(1, position.getColumnNum()));
    }

    static BlinkException unsupported(RexNode node, String message) {
        SourcePosition position = position(node);
        return position == null
                ? new BlinkException(SqlErrorCode.QUERY_NOT_SUPPORTED, message)
                : SqlErrors.at(SqlErrorCode.QUERY_NOT_SUPPORTED, position, message);
    }
}
