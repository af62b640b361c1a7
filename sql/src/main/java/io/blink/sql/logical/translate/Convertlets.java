package io.blink.sql.logical.translate;

import io.blink.sql.function.BlinkCast;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * Calcite's translation of expressions with three departures: AVG with OVER stays one call, a CHAR compared with a VARCHAR stays a CHAR (made a VARCHAR it would compare with its
 * blanks), and a remainder written as % keeps its place in the text, which errors name.
 */
final class Convertlets implements SqlRexConvertletTable {
    static final Convertlets INSTANCE = new Convertlets();

    private Convertlets() {}

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        if (call.getOperator() == SqlStdOperatorTable.PERCENT_REMAINDER) {
            return Convertlets::remainder;
        }
        if (call.getOperator() == SqlStdOperatorTable.AVG) {
            return (context, average) -> StandardConvertletTable.INSTANCE.convertAggregateFunction(
                    context, SqlStdOperatorTable.AVG, average);
        }
        if (call.getOperator() == BlinkCast.INSTANCE) {
            return Convertlets::cast;
        }
        SqlRexConvertlet ofClause = ClauseConvertlets.of(call);
        if (ofClause != null) {
            return ofClause;
        }
        SqlRexConvertlet standard = StandardConvertletTable.INSTANCE.get(call);
        boolean comparison = call.isA(SqlKind.COMPARISON)
                && call.operandCount() == 2
                && call.getOperandList().stream().noneMatch(operand -> operand.getKind() == SqlKind.LITERAL);
        return comparison ? (context, compared) -> compare(context, compared, standard) : standard;
    }

    /** Calcite's translation would look into nested types by itself. */
    private static RexNode cast(SqlRexContext context, SqlCall call) {
        RelDataType type = context.getValidator().getValidatedNodeTypeIfKnown(call);
        RexNode argument = context.convertExpression(call.operand(0));
        if (type != null && (BlinkCast.isNested(type) || BlinkCast.isNested(argument.getType()))) {
            return context.getRexBuilder().makeAbstractCast(call.getParserPosition(), type, argument, false);
        }
        SqlCall standard = SqlStdOperatorTable.CAST.createCall(call.getParserPosition(), call.getOperandList());
        return StandardConvertletTable.INSTANCE.get(standard).convertCall(context, standard);
    }

    private static RexNode remainder(SqlRexContext context, SqlCall call) {
        SqlCall modulo = SqlStdOperatorTable.MOD.createCall(call.getParserPosition(), call.getOperandList());
        return StandardConvertletTable.INSTANCE.get(modulo).convertCall(context, modulo);
    }

    private static RexNode compare(SqlRexContext context, SqlCall call, SqlRexConvertlet standard) {
        SqlTypeName left = type(context, call.operand(0));
        SqlTypeName right = type(context, call.operand(1));
        boolean mixed = (left == SqlTypeName.CHAR && right == SqlTypeName.VARCHAR)
                || (left == SqlTypeName.VARCHAR && right == SqlTypeName.CHAR);
        if (!mixed) {
            return standard.convertCall(context, call);
        }
        List<RexNode> operands =
                call.getOperandList().stream().map(context::convertExpression).toList();
        return context.getRexBuilder().makeCall(call.getParserPosition(), call.getOperator(), operands);
    }

    private static SqlTypeName type(SqlRexContext context, SqlNode operand) {
        RelDataType type = context.getValidator().getValidatedNodeTypeIfKnown(operand);
        return type == null ? SqlTypeName.ANY : type.getSqlTypeName();
    }
}
