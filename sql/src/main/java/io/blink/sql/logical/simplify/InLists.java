package io.blink.sql.logical.simplify;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/**
 * Long lists of constants, {@code x = 1 OR x = 2 OR …}, become one search at once: simplification compares each alternative with all before it, which
 * takes minutes for ten thousand.
 */
final class InLists extends RexShuttle {
    private static final int LENGTH_MIN = 32;

    private final RexBuilder rexBuilder;

    InLists(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    @Override
    public RexNode visitCall(RexCall call) {
        if (call.getKind() != SqlKind.OR || call.getOperands().size() < LENGTH_MIN) {
            return super.visitCall(call);
        }
        RexNode searched = searched(call);
        List<RexNode> constants = new ArrayList<>();
        for (RexNode alternative : call.getOperands()) {
            if (searched == null || !isEquality(alternative, searched)) {
                return super.visitCall(call);
            }
            constants.add(((RexCall) alternative).getOperands().get(1));
        }
        return rexBuilder.ensureType(call.getType(), rexBuilder.makeIn(searched, constants), false);
    }

    private static RexNode searched(RexCall disjunction) {
        return disjunction.getOperands().get(0) instanceof RexCall first && first.getKind() == SqlKind.EQUALS
                ? first.getOperands().get(0)
                : null;
    }

    private static boolean isEquality(RexNode node, RexNode searched) {
        return node instanceof RexCall call
                && call.getKind() == SqlKind.EQUALS
                && call.getOperands().get(0).equals(searched)
                && call.getOperands().get(1) instanceof RexLiteral constant
                && !constant.isNull()
                && constant.getType().getSqlTypeName() == searched.getType().getSqlTypeName();
    }
}
