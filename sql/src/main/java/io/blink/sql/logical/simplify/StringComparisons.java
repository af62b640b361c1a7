package io.blink.sql.logical.simplify;

import static java.util.Objects.requireNonNull;

import io.blink.sql.logical.rewrite.Trees;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Sarg;

/**
 * Comparisons of CHAR columns with constants stay comparisons of CHAR, which ignore trailing blanks and which sources understand. Translation and
 * simplification cast the column to the VARCHAR that holds all values.
 *
 * <pre>
 *   CAST(c AS VARCHAR(9)) = 'x'             =>  c = 'x'
 *   SEARCH(CAST(c AS VARCHAR(9)), Sarg[…])  =>  SEARCH(c, Sarg[…])
 * </pre>
 */
public final class StringComparisons extends RexShuttle {
    private final RexBuilder rexBuilder;

    private StringComparisons(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    public static RelNode withoutCasts(RelNode tree, RexBuilder rexBuilder) {
        return Trees.withExpressions(tree, new StringComparisons(rexBuilder));
    }

    @Override
    public RexNode visitCall(RexCall call) {
        RexNode visited = super.visitCall(call);
        if (!(visited instanceof RexCall inner) || inner.getOperands().size() != 2) {
            return visited;
        }
        RexNode left = inner.getOperands().get(0);
        RexNode right = inner.getOperands().get(1);
        if (inner.getKind() == SqlKind.SEARCH
                && right.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                && (isWidened(left) || left.getType().getSqlTypeName() == SqlTypeName.CHAR)) {
            return search(left, (RexLiteral) right);
        }
        boolean comparison = inner.isA(SqlKind.COMPARISON) && (isWidened(left) || isWidened(right));
        if (!comparison || !isFixed(left) || !isFixed(right)) {
            return inner;
        }
        return rexBuilder.makeCall(inner.getParserPosition(), inner.getOperator(), List.of(fixed(left), fixed(right)));
    }

    private RexNode search(RexNode widened, RexLiteral values) {
        RexNode column = fixed(widened);
        Sarg<?> sarg = requireNonNull(values.getValueAs(Sarg.class), "SEARCH has a Sarg");
        RelDataType type = rexBuilder.getTypeFactory().createTypeWithNullability(column.getType(), false);
        return rexBuilder.makeCall(
                SqlStdOperatorTable.SEARCH, column, rexBuilder.makeSearchArgumentLiteral(sarg, type));
    }

    /** A cast from CHAR to a VARCHAR that is long enough. */
    private static boolean isWidened(RexNode node) {
        return node.getKind() == SqlKind.CAST
                && node.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                && ((RexCall) node).getOperands().get(0).getType().getSqlTypeName() == SqlTypeName.CHAR
                && node.getType().getPrecision()
                        >= ((RexCall) node).getOperands().get(0).getType().getPrecision();
    }

    private static boolean isFixed(RexNode node) {
        boolean text = SqlTypeName.CHAR_TYPES.contains(node.getType().getSqlTypeName());
        return isWidened(node)
                || node.getType().getSqlTypeName() == SqlTypeName.CHAR
                || (text && node instanceof RexLiteral);
    }

    private RexNode fixed(RexNode node) {
        if (isWidened(node)) {
            return ((RexCall) node).getOperands().get(0);
        }
        String text = node instanceof RexLiteral literal ? literal.getValueAs(String.class) : null;
        return text == null ? node : rexBuilder.makeLiteral(text);
    }
}
