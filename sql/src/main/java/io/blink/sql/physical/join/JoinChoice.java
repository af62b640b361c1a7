package io.blink.sql.physical.join;

import io.blink.core.plan.JoinType;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.hint.JoinHint;
import io.blink.sql.hint.JoinStrategy;
import java.util.Optional;
import java.util.Set;

/**
 * How a join's sides are placed, as far as hints say so.
 *
 * @param swap whether the left side is built
 */
record JoinChoice(boolean swap, Placement placement) {
    enum Placement {
        /** Whichever costs less. */
        BY_COST,
        /** The build side goes to every task. */
        REPLICATED,
        /** Both sides go where their keys hash to. */
        HASHED
    }

    /** What a hint asks of a hash join; of two the one whose relation is smaller. Notices name those that the join's type does not allow. */
    static Optional<JoinChoice> hinted(JoinSides sides, JoinAdvice advice, Set<String> notices) {
        Optional<JoinChoice> right = advice.right().flatMap(hint -> of(hint, sides, false, notices));
        Optional<JoinChoice> left = advice.left().flatMap(hint -> of(hint, sides, true, notices));
        if (left.isPresent() && right.isPresent()) {
            boolean leftIsSmaller =
                    sides.left().estimate().bytes() < sides.right().estimate().bytes();
            return leftIsSmaller ? left : right;
        }
        return left.or(() -> right);
    }

    private static Optional<JoinChoice> of(JoinHint hint, JoinSides sides, boolean swap, Set<String> notices) {
        boolean allowed = !swap || sides.isSwappable();
        JoinSides chosen = swap && allowed ? sides.swapped() : sides;
        if (hint.strategy() == JoinStrategy.SHUFFLE_MERGE) {
            return Optional.of(new JoinChoice(buildsLeft(sides), Placement.HASHED));
        }
        if (allowed && hint.strategy() == JoinStrategy.SHUFFLE_HASH) {
            return Optional.of(new JoinChoice(swap, Placement.HASHED));
        }
        if (allowed && hint.strategy() == JoinStrategy.BROADCAST && chosen.buildMayBeReplicated()) {
            return Optional.of(new JoinChoice(swap, Placement.REPLICATED));
        }
        notices.add(notObeyed(hint, sides.type(), swap));
        return Optional.empty();
    }

    private static boolean buildsLeft(JoinSides sides) {
        return sides.isSwappable()
                && sides.left().estimate().bytes() < sides.right().estimate().bytes();
    }

    /** Whether a hint asks for nested loops, and the join can have them. */
    static boolean loops(JoinType type, JoinAdvice advice, Set<String> notices) {
        boolean right = advice.right()
                .filter(hint -> hint.strategy() == JoinStrategy.NEST_LOOP)
                .isPresent();
        Optional<JoinHint> left = advice.left().filter(hint -> hint.strategy() == JoinStrategy.NEST_LOOP);
        if (left.isPresent() && !right && type != JoinType.INNER && type != JoinType.RIGHT) {
            notices.add(notObeyed(left.get(), type, true));
        }
        return right && type != JoinType.RIGHT
                || left.isPresent() && (type == JoinType.INNER || type == JoinType.RIGHT);
    }

    private static String notObeyed(JoinHint hint, JoinType type, boolean left) {
        return "The hint " + hint + " is not obeyed: the " + (left ? "left" : "right") + " side of this " + type
                + " join cannot take that part.";
    }
}
