package io.blink.sql.hint;

import io.blink.sql.catalog.BlinkTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.TableScan;

/**
 * What hints say about one join: a side is the relation of a hint if all it reads belongs to that relation, and the other side reads something else.
 *
 * @param left about the left side
 * @param right about the right side
 */
public record JoinAdvice(Optional<JoinHint> left, Optional<JoinHint> right) {
    public static final JoinAdvice NONE = new JoinAdvice(Optional.empty(), Optional.empty());

    public static JoinAdvice of(Join join) {
        Set<JoinHint> left = hintsOfAll(join.getLeft());
        Set<JoinHint> right = hintsOfAll(join.getRight());
        return left.isEmpty() && right.isEmpty() ? NONE : new JoinAdvice(first(left, right), first(right, left));
    }

    /** The hint that was written first, as in Spark. */
    private static Optional<JoinHint> first(Set<JoinHint> hints, Set<JoinHint> others) {
        return hints.stream().filter(hint -> !others.contains(hint)).min((a, b) -> Integer.compare(a.id(), b.id()));
    }

    /** Those that each scan below the node has. */
    private static Set<JoinHint> hintsOfAll(RelNode node) {
        List<TableScan> scans = new ArrayList<>();
        collect(node, scans);
        Set<JoinHint> common = new HashSet<>();
        for (int i = 0; i < scans.size(); i++) {
            BlinkTable table = scans.get(i).getTable().unwrap(BlinkTable.class);
            List<JoinHint> hints = table == null ? List.of() : table.joinHints();
            if (i == 0) {
                common.addAll(hints);
            } else {
                common.retainAll(hints);
            }
            if (common.isEmpty()) {
                return common;
            }
        }
        return common;
    }

    private static void collect(RelNode node, List<TableScan> into) {
        if (node instanceof TableScan scan) {
            into.add(scan);
        }
        node.getInputs().forEach(input -> collect(input, into));
    }

    public boolean isEmpty() {
        return left.isEmpty() && right.isEmpty();
    }
}
