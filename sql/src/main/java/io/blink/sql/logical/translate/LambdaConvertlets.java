package io.blink.sql.logical.translate;

import io.blink.sql.function.LambdaFunction;
import io.blink.sql.function.LambdaOperator;
import io.blink.sql.function.LambdaParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLambdaRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * Functions of functions as calls whose operand is the body itself: what walks over expressions finds the columns in it. (Calcite's own RexLambda hides them, and knows
 * no columns but the parameters.)
 */
final class LambdaConvertlets {
    private LambdaConvertlets() {}

    static RexNode parameter(SqlRexContext context, LambdaParameter parameter) {
        RexNode variable = new RexLambdaRef(parameter.id(), "x" + parameter.id(), parameter.variableType());
        return parameter.field() < 0 ? variable : context.getRexBuilder().makeFieldAccess(variable, parameter.field());
    }

    static RexNode function(SqlRexContext context, LambdaFunction function, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        List<RexNode> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            operands.add(context.convertExpression(operand));
        }
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        if (function.meaning() == LambdaOperator.REDUCE) {
            operands.set(1, builder.ensureType(type, operands.get(1), true));
            operands.set(2, builder.ensureType(type, operands.get(2), true));
        }
        RelDataType number = builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
        function.ids().forEach(id -> operands.add(builder.makeExactLiteral(BigDecimal.valueOf(id), number)));
        return builder.makeCall(call.getParserPosition(), type, function.meaning(), operands);
    }
}
