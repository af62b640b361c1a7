package io.blink.sql.logical.translate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * Tests against lists of values as comparisons, wherever they stand. Calcite takes lists for sub-queries, which it collects before it translates a clause,
 * but for those in FILTER and in aggregates of groups within calls with OVER.
 *
 * <pre>
 *   a IN (b, c)         =>  a = b OR a = c
 *   a NOT IN (b, c)     =>  NOT (a = b OR a = c)
 *   (a, b) IN ((c, d))  =>  a = c AND b = d
 *   a &gt; ALL (b, c)      =>  a &gt; b AND a &gt; c
 * </pre>
 */
final class ListTests {
    private ListTests() {}

    /** The one value of ANY and ALL may be an array, whose elements are meant. */
    static boolean isListTest(SqlNode node) {
        return switch (node.getKind()) {
            case IN, NOT_IN -> ((SqlCall) node).operand(1) instanceof SqlNodeList;
            case SOME, ALL -> ((SqlCall) node).operand(1) instanceof SqlNodeList list && list.size() > 1;
            default -> false;
        };
    }

    /** @param test validated, its values of types that compare */
    static RexNode comparisons(SqlCall test, SqlRexContext context) {
        RexBuilder rexBuilder = context.getRexBuilder();
        SqlOperator operator = test.getOperator() instanceof SqlQuantifyOperator quantified
                ? RelOptUtil.op(quantified.comparisonKind, SqlStdOperatorTable.EQUALS)
                : SqlStdOperatorTable.EQUALS;
        List<RexNode> comparisons = new ArrayList<>();
        for (SqlNode value : (SqlNodeList) test.operand(1)) {
            comparisons.add(comparison(operator, test.operand(0), value, context));
        }
        if (test.getKind() == SqlKind.ALL) {
            return RexUtil.composeConjunction(rexBuilder, comparisons);
        }
        RexNode any = RexUtil.composeDisjunction(rexBuilder, comparisons);
        return test.getKind() == SqlKind.NOT_IN ? rexBuilder.makeCall(SqlStdOperatorTable.NOT, any) : any;
    }

    private static RexNode comparison(SqlOperator operator, SqlNode tested, SqlNode value, SqlRexContext context) {
        if (tested.getKind() != SqlKind.ROW || value.getKind() != SqlKind.ROW) {
            return context.convertExpression(operator.createCall(value.getParserPosition(), tested, value));
        }
        List<SqlNode> fields = ((SqlCall) tested).getOperandList();
        List<SqlNode> values = ((SqlCall) value).getOperandList();
        List<RexNode> comparisons = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            comparisons.add(comparison(operator, fields.get(i), values.get(i), context));
        }
        return RexUtil.composeConjunction(context.getRexBuilder(), comparisons);
    }
}
