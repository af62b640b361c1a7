package io.blink.sql.over;

import static java.util.Objects.requireNonNull;

import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.sql.function.DialectOperators;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Frames of calls. A RANGE with an offset is measured on its order key, which is compared with two computed columns, the key moved by the offset; where
 * the moved key may not fit its type, all three are of a wider one.
 */
final class OverFrames {
    private static final int BIGINT_DIGITS = 19;

    private final OverColumns columns;
    private final RexBuilder rexBuilder;

    OverFrames(OverColumns columns, RexBuilder rexBuilder) {
        this.columns = columns;
        this.rexBuilder = rexBuilder;
    }

    /** Whether the call looks at its frame; others look at the whole partition. */
    static boolean isFramed(RexOver over) {
        return over.getAggOperator().allowsFraming() && over.getKind() != SqlKind.NTILE;
    }

    /** Whether the frame is a RANGE with an offset. */
    boolean isMeasured(RexOver over) {
        RexWindow window = over.getWindow();
        return isFramed(over)
                && !window.isRows()
                && (window.getLowerBound().getOffset() != null
                        || window.getUpperBound().getOffset() != null);
    }

    /** The order key in the type of its edges. */
    RexNode measuredKey(RexOver over) {
        return rexBuilder.ensureType(edgeType(over), over.getWindow().orderKeys.get(0).left, true);
    }

    WindowFrame frame(RexOver over) {
        RexWindow window = over.getWindow();
        boolean whole = window.getLowerBound().isUnboundedPreceding()
                && window.getUpperBound().isUnboundedFollowing()
                && window.getExclude() == RexWindowExclusion.EXCLUDE_NO_OTHER;
        if (whole) {
            return WindowFrame.WHOLE_PARTITION;
        }
        Unit unit = countsGroups(window) ? Unit.GROUPS : window.isRows() ? Unit.ROWS : Unit.RANGE;
        Exclusion exclusion =
                switch (window.getExclude()) {
                    case EXCLUDE_NO_OTHER -> Exclusion.NO_OTHERS;
                    case EXCLUDE_CURRENT_ROW -> Exclusion.CURRENT_ROW;
                    case EXCLUDE_GROUP -> Exclusion.GROUP;
                    case EXCLUDE_TIES -> Exclusion.TIES;
                };
        return new WindowFrame(
                unit, bound(over, window.getLowerBound()), bound(over, window.getUpperBound()), exclusion);
    }

    /** Whether the offsets are marked, as the grammar marks those of GROUPS. */
    private static boolean countsGroups(RexWindow window) {
        return isMarked(window.getLowerBound().getOffset())
                || isMarked(window.getUpperBound().getOffset());
    }

    private static boolean isMarked(RexNode offset) {
        return offset instanceof RexCall call && call.getOperator() == DialectOperators.GROUPS_OFFSET;
    }

    private static RexNode withoutMark(RexNode offset) {
        return isMarked(offset) ? ((RexCall) offset).getOperands().get(0) : offset;
    }

    private Bound bound(RexOver over, RexWindowBound bound) {
        if (bound.isUnboundedPreceding()) {
            return new Bound(BoundKind.UNBOUNDED_PRECEDING, 0, -1);
        }
        if (bound.isUnboundedFollowing()) {
            return new Bound(BoundKind.UNBOUNDED_FOLLOWING, 0, -1);
        }
        if (bound.isCurrentRow()) {
            return new Bound(BoundKind.CURRENT_ROW, 0, -1);
        }
        BoundKind kind = bound.isPreceding() ? BoundKind.PRECEDING : BoundKind.FOLLOWING;
        RexNode offset = withoutMark(
                requireNonNull(bound.getOffset(), "a bound that is neither open nor the current row has one"));
        BigDecimal number = OverTranslator.constant(offset);
        if (number != null && number.signum() < 0) {
            throw OverTranslator.refused(
                    over.getParserPosition(),
                    "a frame's offset is " + number
                            + "; it must not be negative, PRECEDING and FOLLOWING give the direction");
        }
        return over.getWindow().isRows()
                ? new Bound(kind, rows(over, number, offset), -1)
                : new Bound(kind, 0, columns.columnOf(edge(over, bound)));
    }

    private static long rows(RexOver over, BigDecimal number, RexNode offset) {
        if (number == null) {
            throw OverTranslator.refused(
                    over.getParserPosition(), "the offset of a ROWS frame must be a number, not '" + offset + "'");
        }
        return number.longValueExact();
    }

    /** The order key moved to where the bound is. */
    private RexNode edge(RexOver over, RexWindowBound bound) {
        RexNode offset = requireNonNull(bound.getOffset(), "offset");
        boolean descending = over.getWindow().orderKeys.get(0).getDirection().isDescending();
        return rexBuilder.ensureType(edgeType(over), moved(over, offset, bound.isFollowing() != descending), true);
    }

    private RexNode moved(RexOver over, RexNode offset, boolean upwards) {
        RexNode key = over.getWindow().orderKeys.get(0).left;
        if (SqlTypeName.INTERVAL_TYPES.contains(offset.getType().getSqlTypeName())) {
            RexNode later = rexBuilder.makeCall(SqlStdOperatorTable.DATETIME_PLUS, key, offset);
            return upwards
                    ? later
                    : rexBuilder.makeCall(later.getType(), SqlStdOperatorTable.MINUS_DATE, List.of(key, offset));
        }
        return rexBuilder.makeCall(
                upwards ? SqlStdOperatorTable.PLUS : SqlStdOperatorTable.MINUS, widened(key), offset);
    }

    /** Integers in a type in which no sum of two overflows. */
    private RexNode widened(RexNode key) {
        RelDataType wide =
                switch (key.getType().getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER ->
                        rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
                    case BIGINT -> rexBuilder.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, BIGINT_DIGITS, 0);
                    default -> key.getType();
                };
        return rexBuilder.ensureType(wide, key, true);
    }

    /** The type that key and offsets give together; nullable, as all of them may be. */
    private RelDataType edgeType(RexOver over) {
        RelDataType type = null;
        for (RexWindowBound bound :
                List.of(over.getWindow().getLowerBound(), over.getWindow().getUpperBound())) {
            if (bound.getOffset() != null) {
                RelDataType edge = moved(over, bound.getOffset(), true).getType();
                type = type == null
                        ? edge
                        : requireNonNull(
                                rexBuilder.getTypeFactory().leastRestrictive(List.of(type, edge)),
                                "offsets of one key have a common type");
            }
        }
        return rexBuilder
                .getTypeFactory()
                .createTypeWithNullability(requireNonNull(type, "a measured frame has an offset"), true);
    }
}
