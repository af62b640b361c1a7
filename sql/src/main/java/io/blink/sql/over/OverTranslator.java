package io.blink.sql.over;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.plan.WindowFrame;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableBitSet;

/** Keys, arguments and frames of calls as columns of one input. */
final class OverTranslator {
    private final OverColumns columns;
    private final RexBuilder rexBuilder;
    private final OverFrames frames;

    OverTranslator(OverColumns columns, RexBuilder rexBuilder) {
        this.columns = columns;
        this.rexBuilder = rexBuilder;
        this.frames = new OverFrames(columns, rexBuilder);
    }

    /** Partition and order of a call, without calls. Constants in them decide nothing; nor does a key that stands before. */
    OverGroup group(RexOver over) {
        RexWindow window = over.getWindow();
        ImmutableBitSet.Builder partition = ImmutableBitSet.builder();
        for (RexNode key : window.partitionKeys) {
            if (!(key instanceof RexLiteral)) {
                partition.set(columns.columnOf(key));
            }
        }
        ImmutableBitSet keys = partition.build();
        return new OverGroup(keys, RelCollations.of(order(over, keys)), List.of());
    }

    private List<RelFieldCollation> order(RexOver over, ImmutableBitSet partitionKeys) {
        List<RelFieldCollation> order = new ArrayList<>();
        if (frames.isMeasured(over)) {
            RexFieldCollation key = over.getWindow().orderKeys.get(0);
            order.add(collation(columns.columnOf(frames.measuredKey(over)), key));
            return order;
        }
        Set<Integer> seen = new HashSet<>(partitionKeys.asList());
        for (RexFieldCollation key : over.getWindow().orderKeys) {
            if (key.left instanceof RexLiteral) {
                continue;
            }
            int column = columns.columnOf(key.left);
            if (seen.add(column)) {
                order.add(collation(column, key));
            }
        }
        return order;
    }

    private static RelFieldCollation collation(int column, RexFieldCollation key) {
        return new RelFieldCollation(column, key.getDirection(), key.getNullDirection());
    }

    OverCall call(RexOver over) {
        SqlAggFunction function = over.getAggOperator();
        List<Integer> arguments = new ArrayList<>();
        for (RexNode argument : arguments(over)) {
            arguments.add(columns.columnOf(withoutCondition(argument)));
        }
        if (isShift(over)) {
            function = shift(over);
        }
        WindowFrame frame = OverFrames.isFramed(over) ? frames.frame(over) : WindowFrame.WHOLE_PARTITION;
        BigDecimal distance = isShift(over) ? constant(distance(over)) : null;
        return new OverCall(
                function,
                arguments,
                over.isDistinct(),
                over.ignoreNulls(),
                frame,
                over.getType(),
                over.getParserPosition(),
                distance == null ? null : distance.longValueExact());
    }

    /** {@code CASE WHEN TRUE THEN x END}, which makes types nullable, as x. */
    private static RexNode withoutCondition(RexNode argument) {
        return argument instanceof RexCall call
                        && call.getKind() == SqlKind.CASE
                        && call.getOperands().get(0).isAlwaysTrue()
                ? call.getOperands().get(1)
                : argument;
    }

    private static boolean isShift(RexOver over) {
        return over.getKind() == SqlKind.LAG || over.getKind() == SqlKind.LEAD;
    }

    /** LAG and LEAD get all their arguments, values of the result's type; a negative distance looks the other way. */
    private List<RexNode> arguments(RexOver over) {
        List<RexNode> written = over.getOperands();
        if (!isShift(over)) {
            checkCount(over);
            return written;
        }
        RelDataType type = over.getType();
        List<RexNode> arguments = new ArrayList<>();
        arguments.add(rexBuilder.ensureType(type, written.get(0), true));
        arguments.add(distance(over));
        arguments.add(
                written.size() > 2
                        ? rexBuilder.ensureType(type, written.get(2), true)
                        : rexBuilder.makeNullLiteral(type));
        return arguments;
    }

    private RexNode distance(RexOver over) {
        if (over.getOperands().size() < 2) {
            return rexBuilder.makeExactLiteral(BigDecimal.ONE);
        }
        RexNode written = over.getOperands().get(1);
        BigDecimal rows = constant(written);
        return rows != null && rows.signum() < 0 ? rexBuilder.makeExactLiteral(rows.negate()) : written;
    }

    private static SqlAggFunction shift(RexOver over) {
        BigDecimal rows = over.getOperands().size() < 2
                ? null
                : constant(over.getOperands().get(1));
        boolean back = (over.getKind() == SqlKind.LAG) == (rows == null || rows.signum() >= 0);
        return back ? SqlStdOperatorTable.LAG : SqlStdOperatorTable.LEAD;
    }

    /** Buckets of NTILE and positions of NTH_VALUE begin at 1. */
    private static void checkCount(RexOver over) {
        int place = over.getKind() == SqlKind.NTILE ? 0 : over.getKind() == SqlKind.NTH_VALUE ? 1 : -1;
        BigDecimal count = place < 0 ? null : constant(over.getOperands().get(place));
        if (count != null && count.signum() <= 0) {
            throw refused(
                    over.getParserPosition(), over.getOperator().getName() + " takes a number above 0, not " + count);
        }
    }

    /** The value of a number that is written as such, with or without a sign; else {@code null}. */
    static BigDecimal constant(RexNode node) {
        if (node.getKind() == SqlKind.MINUS_PREFIX) {
            BigDecimal value = constant(((RexCall) node).getOperands().get(0));
            return value == null ? null : value.negate();
        }
        return node instanceof RexLiteral literal && literal.getValue() instanceof BigDecimal value ? value : null;
    }

    static BlinkException refused(SqlParserPos position, String message) {
        return position == null || position.getLineNum() < 1
                ? new BlinkException(SqlErrorCode.INVALID_QUERY, message)
                : SqlErrors.at(
                        SqlErrorCode.INVALID_QUERY,
                        new SourcePosition(position.getLineNum(), Math.max(1, position.getColumnNum())),
                        message);
    }
}
