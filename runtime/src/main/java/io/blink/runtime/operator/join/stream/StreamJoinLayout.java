package io.blink.runtime.operator.join.stream;

import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.join.PairTest;
import java.util.List;

/**
 * What a join of streams does.
 *
 * @param sides left and right
 * @param residual {@code null} if there is none
 * @param updateBefore whether -U goes out before +U
 * @param emitsAlone whether rows go out, and are taken back, as they become visible for having matches or none; else the operator emits them when their matches are final
 */
record StreamJoinLayout(
        JoinType type, List<SideLayout> sides, PairTest residual, boolean updateBefore, boolean emitsAlone) {
    static StreamJoinLayout of(OperatorSpec.StreamJoin join, OperatorContext context) {
        SideLayout left = SideLayout.of(join, context.inputs().get(0), true);
        SideLayout right = SideLayout.of(join, context.inputs().get(1), false);
        PairTest residual = join.residual() == null
                ? null
                : new PairTest(join.residual(), left.types().size(), context.evaluation());
        return new StreamJoinLayout(join.type(), List.of(left, right), residual, join.emitsUpdateBefore(), true);
    }

    /** Rows that have no match go out when none can come any more. */
    static StreamJoinLayout of(OperatorSpec.IntervalJoin join, OperatorContext context) {
        SideLayout left = SideLayout.of(join, context.inputs().get(0), true);
        SideLayout right = SideLayout.of(join, context.inputs().get(1), false);
        PairTest condition = new PairTest(join.condition(), left.types().size(), context.evaluation());
        return new StreamJoinLayout(join.type(), List.of(left, right), condition, false, join.type() == JoinType.SEMI);
    }

    SideLayout side(int input) {
        return sides.get(input);
    }

    /** Whether a row that has so many matches is emitted without them. */
    boolean visibleAlone(long matches) {
        return type == JoinType.SEMI ? matches > 0 : matches == 0;
    }

    boolean emitsPairs() {
        return type.emitsRightColumns();
    }
}
