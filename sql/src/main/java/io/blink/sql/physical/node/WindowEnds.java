package io.blink.sql.physical.node;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Columns with the end of the window that each row of a node belongs to. Of such a node all rows with the same end are there when the watermark reaches it, late ones aside: whatever groups rows by one of
 * these columns can be computed then, once.
 */
public final class WindowEnds {
    private WindowEnds() {}

    /** Empty if the rows have no windows, or change. */
    public static Set<Integer> of(PhysicalNode node) {
        return node.changes().insertOnly() ? found(node) : Set.of();
    }

    private static Set<Integer> found(PhysicalNode node) {
        if (!(node instanceof PhysicalNode.Operation operation)) {
            return found(node.inputs().get(0));
        }
        List<Set<Integer>> ends =
                operation.inputs().stream().map(WindowEnds::found).toList();
        List<Integer> widths =
                operation.inputs().stream().map(input -> input.output().size()).toList();
        return of(operation.spec(), ends, widths);
    }

    private static Set<Integer> of(OperatorSpec spec, List<Set<Integer>> inputs, List<Integer> widths) {
        if (spec instanceof OperatorSpec.WindowAssign) {
            return Set.of(widths.get(0) + 1);
        }
        if (spec instanceof OperatorSpec.WindowAggregate aggregate) {
            int start = aggregate.groupKeys().size() + aggregate.calls().size();
            return aggregate.phase() == AggregatePhase.PARTIAL ? Set.of() : Set.of(start + 1);
        }
        if (spec instanceof OperatorSpec.Project project) {
            return projected(inputs.get(0), project.expressions());
        }
        if (spec instanceof OperatorSpec.Aggregate aggregate) {
            return places(inputs.get(0), aggregate.groupKeys());
        }
        if (spec instanceof OperatorSpec.HashJoin join) {
            return joined(join.type(), inputs, widths.get(0));
        }
        if (spec instanceof OperatorSpec.NestedLoopJoin join) {
            return joined(join.type(), inputs, widths.get(0));
        }
        if (spec instanceof OperatorSpec.WindowScope scope) {
            return ofPlan(scope.plan(), inputs, widths);
        }
        if (spec instanceof OperatorSpec.Union && !inputs.isEmpty()) {
            Set<Integer> common = new TreeSet<>(inputs.get(0));
            inputs.forEach(common::retainAll);
            return common;
        }
        return keepsColumns(spec) ? inputs.get(0) : Set.of();
    }

    private static boolean keepsColumns(OperatorSpec spec) {
        return spec instanceof OperatorSpec.Filter
                || spec instanceof OperatorSpec.OverWindow
                || spec instanceof OperatorSpec.TopRanks
                || spec instanceof OperatorSpec.Sort;
    }

    private static Set<Integer> ofPlan(List<OperatorNode> plan, List<Set<Integer>> inputs, List<Integer> inputWidths) {
        Map<Integer, Set<Integer>> found = new HashMap<>();
        Map<Integer, Integer> widths = new HashMap<>();
        Set<Integer> last = Set.of();
        for (OperatorNode node : plan) {
            List<Set<Integer>> below = new ArrayList<>();
            List<Integer> belowWidths = new ArrayList<>();
            for (OperatorInput input : node.inputs()) {
                if (input instanceof OperatorInput.FromOperator from) {
                    below.add(found.get(from.operatorId()));
                    belowWidths.add(widths.get(from.operatorId()));
                } else {
                    int edge = ((OperatorInput.FromEdge) input).edgeId();
                    below.add(inputs.get(edge));
                    belowWidths.add(inputWidths.get(edge));
                }
            }
            last = of(node.spec(), below, belowWidths);
            found.put(node.id(), last);
            widths.put(node.id(), node.output().size());
        }
        return last;
    }

    private static Set<Integer> projected(Set<Integer> ends, List<Expression> expressions) {
        Set<Integer> places = new TreeSet<>();
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) instanceof InputColumn column && ends.contains(column.index())) {
                places.add(i);
            }
        }
        return places;
    }

    private static Set<Integer> places(Set<Integer> ends, List<Integer> columns) {
        Set<Integer> places = new TreeSet<>();
        for (int i = 0; i < columns.size(); i++) {
            if (ends.contains(columns.get(i))) {
                places.add(i);
            }
        }
        return places;
    }

    /** Of the sides whose columns are never NULL for want of a partner. */
    private static Set<Integer> joined(JoinType type, List<Set<Integer>> sides, int leftWidth) {
        Set<Integer> ends = new TreeSet<>();
        if (type != JoinType.RIGHT && type != JoinType.FULL) {
            ends.addAll(sides.get(0));
        }
        if (type == JoinType.RIGHT || type == JoinType.INNER) {
            sides.get(1).forEach(column -> ends.add(column + leftWidth));
        }
        return ends;
    }
}
