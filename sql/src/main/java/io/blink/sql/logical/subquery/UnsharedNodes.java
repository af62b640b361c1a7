package io.blink.sql.logical.subquery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;

/**
 * Makes a tree of what may be a graph: each place has a node of its own. Planners keep one node for equal ones, and what is removed from correlation is
 * known by its node, so that the same table outside and inside a sub-query would have one answer for both places.
 */
final class UnsharedNodes {
    private final Set<RelNode> placed = Collections.newSetFromMap(new IdentityHashMap<>());

    private UnsharedNodes() {}

    static RelNode of(RelNode tree) {
        return new UnsharedNodes().placed(tree);
    }

    private RelNode placed(RelNode node) {
        List<RelNode> inputs = new ArrayList<>();
        for (RelNode input : node.getInputs()) {
            inputs.add(placed(input));
        }
        boolean first = placed.add(node);
        if (first && inputs.equals(node.getInputs())) {
            return node;
        }
        RelNode copy = node.copy(node.getTraitSet(), inputs);
        return copy == node ? within(node) : copy;
    }

    /** Leaves that copy themselves as they are. */
    private static RelNode within(RelNode leaf) {
        RexBuilder rexBuilder = leaf.getCluster().getRexBuilder();
        return LogicalProject.create(
                leaf, List.of(), rexBuilder.identityProjects(leaf.getRowType()), leaf.getRowType(), Set.of());
    }
}
