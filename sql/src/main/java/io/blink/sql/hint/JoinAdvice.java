package io.blink.sql.hint;

import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.core.Join;

/**
 * What hints say about one join: a side is the relation of a hint if all it reads belongs to that relation, and the other side reads something else.
 *
 * @param left about the left side
 * @param right about the right side
 */
public record JoinAdvice(Optional<JoinHint> left, Optional<JoinHint> right) {
    public static final JoinAdvice NONE = new JoinAdvice(Optional.empty(), Optional.empty());

    public static JoinAdvice of(Join join) {
        Set<JoinHint> left = RelationHint.ofAll(join.getLeft(), JoinHint.class);
        Set<JoinHint> right = RelationHint.ofAll(join.getRight(), JoinHint.class);
        return left.isEmpty() && right.isEmpty() ? NONE : new JoinAdvice(first(left, right), first(right, left));
    }

    /** The hint that was written first, as in Spark. */
    private static Optional<JoinHint> first(Set<JoinHint> hints, Set<JoinHint> others) {
        return hints.stream().filter(hint -> !others.contains(hint)).min((a, b) -> Integer.compare(a.id(), b.id()));
    }

    public boolean isEmpty() {
        return left.isEmpty() && right.isEmpty();
    }
}
