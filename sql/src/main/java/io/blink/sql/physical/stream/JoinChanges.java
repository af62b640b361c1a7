package io.blink.sql.physical.stream;

import io.blink.core.plan.JoinType;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.join.JoinSides;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What becomes of the rows of a join of streams. */
final class JoinChanges {
    private JoinChanges() {}

    static Changes of(JoinSides sides) {
        Changes left = sides.left().changes();
        Changes right = sides.right().changes();
        boolean insertOnly = left.insertOnly() && right.insertOnly();
        if (sides.type() == JoinType.MARK) {
            return new Changes(true, !left.insertOnly(), left.keys());
        }
        boolean takesBack = !insertOnly || sides.type() != JoinType.INNER && sides.type() != JoinType.SEMI;
        boolean updates = left.updates() || right.updates() && sides.type().emitsRightColumns();
        return new Changes(updates, takesBack, keys(sides));
    }

    /**
     * Columns that identify a row of the result: those of a key of either side; where a row has at most one match on the other side, those of its own alone, unless rows that have none stand
     * beside NULLs. Of columns that are equal on both sides one is enough.
     */
    static Set<Set<Integer>> keys(JoinSides sides) {
        Set<Set<Integer>> leftKeys = sides.left().changes().keys();
        if (!sides.type().emitsRightColumns()) {
            return leftKeys;
        }
        JoinType type = sides.type();
        Set<Set<Integer>> rightKeys = sides.right().changes().keys();
        boolean oneRight = sides.right().changes().identifiedBy(sides.rightKeys());
        boolean oneLeft = sides.left().changes().identifiedBy(sides.leftKeys());
        Set<Set<Integer>> keys = new HashSet<>();
        if (oneRight && (type == JoinType.INNER || type == JoinType.LEFT)) {
            keys.addAll(leftKeys);
        }
        if (oneLeft && (type == JoinType.INNER || type == JoinType.RIGHT)) {
            rightKeys.forEach(key -> keys.add(moved(key, sides)));
        }
        for (Set<Integer> leftKey : leftKeys) {
            for (Set<Integer> rightKey : rightKeys) {
                keys.add(both(leftKey, rightKey, sides));
            }
        }
        return keys;
    }

    private static Set<Integer> moved(Set<Integer> rightKey, JoinSides sides) {
        int leftWidth = sides.left().output().size();
        Set<Integer> key = new HashSet<>();
        rightKey.forEach(column -> key.add(column + leftWidth));
        return key;
    }

    private static Set<Integer> both(Set<Integer> leftKey, Set<Integer> rightKey, JoinSides sides) {
        boolean equalEverywhere = sides.type() == JoinType.INNER || sides.type() == JoinType.LEFT;
        Set<Integer> further = new HashSet<>(rightKey);
        List<Integer> rightColumns = sides.rightKeys();
        for (int k = 0; equalEverywhere && k < rightColumns.size(); k++) {
            if (leftKey.contains(sides.leftKeys().get(k))) {
                further.remove(rightColumns.get(k));
            }
        }
        Set<Integer> key = moved(further, sides);
        key.addAll(leftKey);
        return key;
    }
}
