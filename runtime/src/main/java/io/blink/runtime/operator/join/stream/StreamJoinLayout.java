package io.blink.runtime.operator.join.stream;

import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.operator.OperatorContext;
import java.util.List;

/**
 * What a join of streams does.
 *
 * @param sides left and right
 * @param residual {@code null} if there is none
 * @param updateBefore whether -U goes out before +U
 */
record StreamJoinLayout(JoinType type, List<SideLayout> sides, ChangeCondition residual, boolean updateBefore) {
    static StreamJoinLayout of(OperatorSpec.StreamJoin join, OperatorContext context) {
        SideLayout left = SideLayout.of(join, context.inputs().get(0), true);
        SideLayout right = SideLayout.of(join, context.inputs().get(1), false);
        ChangeCondition residual = join.residual() == null
                ? null
                : new ChangeCondition(join.residual(), left.types().size(), context.evaluation());
        return new StreamJoinLayout(join.type(), List.of(left, right), residual, join.emitsUpdateBefore());
    }

    SideLayout side(int input) {
        return sides.get(input);
    }

    boolean emitsPairs() {
        return type.emitsRightColumns();
    }
}
