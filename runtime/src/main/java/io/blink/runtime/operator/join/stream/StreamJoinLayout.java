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
 * @param changing whether rows that go out alone change as their matches do; else those that have none wait until none can come, and nothing is taken back
 */
record StreamJoinLayout(
        JoinType type, List<SideLayout> sides, PairTest residual, boolean updateBefore, boolean changing) {
    static StreamJoinLayout of(OperatorSpec.StreamJoin join, OperatorContext context) {
        SideLayout left = SideLayout.of(join, context.inputs().get(0), true);
        SideLayout right = SideLayout.of(join, context.inputs().get(1), false);
        PairTest residual = join.residual() == null
                ? null
                : new PairTest(join.residual(), left.types().size(), context.evaluation());
        return new StreamJoinLayout(join.type(), List.of(left, right), residual, join.emitsUpdateBefore(), true);
    }

    static StreamJoinLayout of(OperatorSpec.IntervalJoin join, OperatorContext context) {
        SideLayout left = SideLayout.of(join, context.inputs().get(0), true);
        SideLayout right = SideLayout.of(join, context.inputs().get(1), false);
        PairTest condition = new PairTest(join.condition(), left.types().size(), context.evaluation());
        return new StreamJoinLayout(join.type(), List.of(left, right), condition, false, false);
    }

    SideLayout side(int input) {
        return sides.get(input);
    }

    /** Whether a row that has so many matches is emitted without them. */
    boolean visibleAlone(long matches) {
        return switch (type) {
            case SEMI -> matches > 0;
            case MARK -> changing || matches > 0;
            default -> matches == 0;
        };
    }

    /** Whether rows alone go out before their matches are final. */
    boolean emitsAlone() {
        return changing || countsFirst();
    }

    /** Whether rows go out alone for the matches that they have, so that all of these must be counted first. */
    boolean countsFirst() {
        return type == JoinType.SEMI || type == JoinType.MARK;
    }

    boolean emitsMarks() {
        return type == JoinType.MARK;
    }

    /** The mark of a row that has so many matches. */
    static boolean mark(long matches) {
        return matches > 0;
    }

    boolean emitsPairs() {
        return type.emitsRightColumns();
    }
}
