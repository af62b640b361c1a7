package io.blink.sql.physical.join;

import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.List;

/**
 * Hashes both inputs of a join so that equal keys meet. An input that already lies by some of its keys stays where it is, and the other side follows
 * it.
 */
final class JoinHashing {
    /** Makes the join of placed sides. */
    interface Join {
        PhysicalNode of(JoinSides sides, Distribution distribution, String how);
    }

    private JoinHashing() {}

    static PhysicalNode aligned(JoinSides sides, Join join) {
        boolean leftStays = stays(sides.left(), sides.leftKeys());
        boolean rightStays = stays(sides.right(), sides.rightKeys());
        if (leftStays && rightStays) {
            leftStays =
                    sides.left().estimate().bytes() >= sides.right().estimate().bytes();
            rightStays = !leftStays;
        }
        List<Integer> leftColumns = sides.leftKeys();
        List<Integer> rightColumns = sides.rightKeys();
        if (leftStays) {
            leftColumns = columns(sides.left());
            rightColumns = partners(leftColumns, sides.leftKeys(), sides.rightKeys());
        } else if (rightStays) {
            rightColumns = columns(sides.right());
            leftColumns = partners(rightColumns, sides.rightKeys(), sides.leftKeys());
        }
        JoinSides placed =
                sides.with(Exchanges.hashed(sides.left(), leftColumns), Exchanges.hashed(sides.right(), rightColumns));
        return join.of(placed, distribution(sides, leftColumns, rightColumns), "hash");
    }

    private static boolean stays(PhysicalNode node, List<Integer> keys) {
        return node.distribution() instanceof Distribution.Hashed
                && node.distribution().groups(keys);
    }

    private static List<Integer> columns(PhysicalNode node) {
        return ((Distribution.Hashed) node.distribution()).columns();
    }

    private static List<Integer> partners(List<Integer> columns, List<Integer> keys, List<Integer> partnerKeys) {
        return columns.stream()
                .map(column -> partnerKeys.get(keys.indexOf(column)))
                .toList();
    }

    /** NULLs that an outer join puts in lie where their row was, not where NULL hashes to. */
    private static Distribution distribution(JoinSides sides, List<Integer> leftColumns, List<Integer> rightColumns) {
        int leftWidth = sides.left().output().size();
        return switch (sides.type()) {
            case FULL -> Distribution.ARBITRARY;
            case RIGHT ->
                new Distribution.Hashed(
                        rightColumns.stream().map(column -> column + leftWidth).toList());
            default -> new Distribution.Hashed(leftColumns);
        };
    }
}
