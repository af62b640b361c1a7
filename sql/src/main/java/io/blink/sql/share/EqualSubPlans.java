package io.blink.sql.share;

import io.blink.sql.join.Cardinality;
import io.blink.sql.over.LogicalOver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/**
 * Finds aggregations and calls with OVER, with the filters above them, that stand in the trees of a statement more than once, largest first, and cuts
 * them out.
 *
 * <pre>
 *   Join(Filter(A), Project(A))  =>  Join(Filter(rows of 0), Project(rows of 0)),  0: A
 * </pre>
 *
 * Scans and joins alone are left to their readers, which filter them further than all together could; projections too, whose constants may make a
 * reader's filter always false.
 */
final class EqualSubPlans {
    /** Of what is read below; less is sooner read again than kept. */
    private static final double SCANNED_ROWS_MIN = 10_000;

    /** A tree, equal to those that compute the same. */
    private static final class Key {
        private final RelNode tree;
        private final int hash;

        private Key(RelNode tree) {
            this.tree = tree;
            this.hash = tree.deepHashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && (tree == key.tree || tree.deepEquals(key.tree))
                    && tree.getRowType().equals(key.tree.getRowType());
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final Map<RelNode, Key> keys = new IdentityHashMap<>();
    private final Map<Key, Integer> places = new HashMap<>();
    private final Map<Key, SharedSubPlan> plans = new HashMap<>();
    private final List<SharedSubPlan> found = new ArrayList<>();
    private final Cardinality cardinality = new Cardinality();

    /** The trees with leaves for what is there more than once; see {@link #found}. */
    List<RelNode> cut(List<RelNode> trees) {
        trees.forEach(this::count);
        return places.values().stream().anyMatch(count -> count > 1)
                ? trees.stream().map(this::inputsCut).toList()
                : trees;
    }

    List<SharedSubPlan> found() {
        return found;
    }

    private void count(RelNode node) {
        if (isCandidate(node) && places.merge(key(node), 1, Integer::sum) > 1) {
            return;
        }
        node.getInputs().forEach(this::count);
    }

    private Key key(RelNode node) {
        return keys.computeIfAbsent(node, Key::new);
    }

    private RelNode cutNode(RelNode node) {
        if (!isCandidate(node) || places.getOrDefault(key(node), 0) < 2) {
            return inputsCut(node);
        }
        SharedSubPlan plan = plans.get(key(node));
        if (plan == null) {
            RelNode cut = inputsCut(node);
            plan = new SharedSubPlan(found.size(), cut);
            found.add(plan);
            plans.put(key(node), plan);
        }
        return new SharedRows(node.getCluster(), plan, node.getRowType());
    }

    private RelNode inputsCut(RelNode node) {
        List<RelNode> inputs = node.getInputs().stream().map(this::cutNode).toList();
        return node.getInputs().equals(inputs) ? node : node.copy(node.getTraitSet(), inputs);
    }

    private boolean isCandidate(RelNode node) {
        RelNode core = node;
        while (core instanceof Filter) {
            core = core.getInput(0);
        }
        return (core instanceof Aggregate || core instanceof LogicalOver)
                && scannedRows(core) >= SCANNED_ROWS_MIN
                && isDeterministic(node);
    }

    private double scannedRows(RelNode node) {
        return node instanceof TableScan
                ? cardinality.of(node).rows()
                : node.getInputs().stream().mapToDouble(this::scannedRows).sum();
    }

    private static boolean isDeterministic(RelNode node) {
        DeterminismCheck check = new DeterminismCheck();
        node.accept(check);
        return check.deterministic && node.getInputs().stream().allMatch(EqualSubPlans::isDeterministic);
    }

    private static final class DeterminismCheck extends RexShuttle {
        private boolean deterministic = true;

        @Override
        public RexNode visitCall(org.apache.calcite.rex.RexCall call) {
            deterministic &= RexUtil.isDeterministic(call);
            return call;
        }
    }
}
