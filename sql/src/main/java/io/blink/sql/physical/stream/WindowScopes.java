package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.join.JoinCondition;
import io.blink.sql.physical.join.JoinPlanning;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.node.WindowEnds;
import io.blink.sql.physical.over.OverPlanning;
import io.blink.sql.physical.over.RankLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * What groups or joins rows by the window that they have is computed when the window ends, by the operators of a batch, and changes no more: aggregates (grouping sets, DISTINCT, holistic and users'
 * functions too), joins of every kind, OVER and the ranks of a Top-N or a deduplication.
 *
 * <pre>
 *   Join(l.window_end = r.window_end AND l.k = r.k)
 *   =>
 *   WindowScope(HashJoin on end, k)
 *     Exchange(hash by end, k; l)
 *     Exchange(hash by end, k; r)
 * </pre>
 */
final class WindowScopes {
    private final AggregatePlanning aggregates;
    private final JoinPlanning joins;

    WindowScopes(AggregatePlanning aggregates, JoinPlanning joins) {
        this.aggregates = aggregates;
        this.joins = joins;
    }

    /** Rows as they come to a scope: by these columns in one task, each with the end of its window. */
    private record Source(PhysicalNode rows, List<Integer> keys, int endColumn) {}

    /** Empty unless every group has its rows from one window. */
    Optional<PhysicalNode> aggregate(Aggregate aggregate, Scanned rows) {
        Set<Integer> ends = WindowEnds.of(rows.node());
        ImmutableBitSet common = aggregate.getGroupSet();
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            common = common.intersect(set);
        }
        List<Integer> keys = rows.over(common.asList());
        return end(keys, ends)
                .map(end -> scope(
                        "WindowGroups",
                        List.of(new Source(rows.node(), keys, end)),
                        inputs -> aggregates.plan(aggregate, new Scanned(inputs.get(0), rows.positions()))));
    }

    /** Aggregation by keys and what {@code assign} appended. */
    PhysicalNode aggregate(
            PhysicalNode input, List<Integer> keys, int endColumn, Function<PhysicalNode, PhysicalNode> plan) {
        return scope("WindowGroups", List.of(new Source(input, keys, endColumn)), inputs -> plan.apply(inputs.get(0)));
    }

    /**
     * Empty unless rows of one window alone meet.
     *
     * @param condition over left columns followed by right columns
     */
    Optional<PhysicalNode> join(JoinType type, PhysicalNode left, PhysicalNode right, Expression condition) {
        Set<Integer> leftEnds = WindowEnds.of(left);
        Set<Integer> rightEnds = WindowEnds.of(right);
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        int ends = -1;
        for (JoinCondition.Key key :
                JoinCondition.of(condition, left.output().size()).keys()) {
            if (key.left() instanceof InputColumn leftKey
                    && key.right() instanceof InputColumn rightKey
                    && leftKey.type().equalsIgnoringNullability(rightKey.type())) {
                boolean both = leftEnds.contains(leftKey.index()) && rightEnds.contains(rightKey.index());
                ends = both ? leftKeys.size() : ends;
                leftKeys.add(leftKey.index());
                rightKeys.add(rightKey.index());
            }
        }
        if (ends < 0) {
            return Optional.empty();
        }
        List<Source> sources = List.of(
                new Source(left, leftKeys, leftKeys.get(ends)), new Source(right, rightKeys, rightKeys.get(ends)));
        return Optional.of(scope(
                "WindowJoin",
                sources,
                inputs -> joins.plan(type, inputs.get(0), inputs.get(1), condition, JoinAdvice.NONE)));
    }

    /**
     * Empty unless every partition has its rows from one window.
     *
     * @param limit of one of the groups, which drops rows
     */
    Optional<PhysicalNode> over(PhysicalNode input, List<OverGroup> groups, Optional<RankLimits.Found> limit) {
        Set<Integer> ends = WindowEnds.of(input);
        ImmutableBitSet common = groups.get(0).partitionKeys();
        for (OverGroup group : groups) {
            common = common.intersect(group.partitionKeys());
        }
        List<Integer> keys = common.asList();
        return end(keys, ends)
                .map(end -> scope(
                        limit.isEmpty() ? "WindowOver" : "WindowRank",
                        List.of(new Source(input, keys, end)),
                        inputs -> OverPlanning.plan(
                                inputs.get(0),
                                groups,
                                limit.map(RankLimits.Found::group).orElse(null),
                                limit.map(RankLimits.Found::limit).orElse(null))));
    }

    /** Whether every partition of a group has its rows from one window. */
    static boolean serves(OverGroup group, PhysicalNode input) {
        return end(group.partitionKeys().asList(), WindowEnds.of(input)).isPresent();
    }

    private static Optional<Integer> end(Collection<Integer> keys, Set<Integer> ends) {
        return keys.stream().filter(ends::contains).findFirst();
    }

    // ---- The scope around a plan of a batch

    private static PhysicalNode scope(
            String name, List<Source> sources, Function<List<PhysicalNode>, PhysicalNode> planning) {
        List<PhysicalNode> placed = sources.stream()
                .map(source -> Exchanges.keyed(source.rows(), source.keys()))
                .toList();
        List<PhysicalNode> inputs = placed.stream().map(WindowScopes::input).toList();
        PhysicalNode planned = planning.apply(inputs);
        List<OperatorNode> plan = new ArrayList<>();
        operator(planned, inputs, plan);
        OperatorSpec spec = new OperatorSpec.WindowScope(
                sources.stream().map(Source::endColumn).toList(),
                sources.stream().map(Source::keys).toList(),
                plan);
        String keys = sources.stream()
                .map(source -> source.keys().stream()
                        .map(key -> source.rows().output().get(key).name())
                        .toList()
                        .toString())
                .collect(Collectors.joining(" and "));
        return Operations.operation(
                spec,
                name,
                name + " by " + keys + " of "
                        + plan.stream().map(OperatorNode::name).toList(),
                placed,
                planned.output(),
                Distribution.ARBITRARY,
                List.of(),
                planned.estimate(),
                List.of());
    }

    /** Stands in the plan for rows that come to the scope: as if one task had them all, since those that meet are in one. */
    private static PhysicalNode input(PhysicalNode rows) {
        return Operations.operation(
                new OperatorSpec.Union(),
                "WindowRows",
                "WindowRows",
                List.of(rows),
                rows.output(),
                Distribution.SINGLE,
                List.of(),
                rows.estimate(),
                List.of());
    }

    /** Adds a node and what is below it, unless it is an input; exchanges in one task change nothing. */
    private static OperatorInput operator(PhysicalNode node, List<PhysicalNode> inputs, List<OperatorNode> plan) {
        Map<PhysicalNode, OperatorInput> known = new IdentityHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            known.put(inputs.get(i), new OperatorInput.FromEdge(i));
        }
        return operator(node, known, plan);
    }

    private static OperatorInput operator(
            PhysicalNode node, Map<PhysicalNode, OperatorInput> known, List<OperatorNode> plan) {
        OperatorInput input = known.get(node);
        if (input != null) {
            return input;
        }
        if (!(node instanceof Operation operation)) {
            return operator(node.inputs().get(0), known, plan);
        }
        List<OperatorInput> below = new ArrayList<>();
        for (PhysicalNode child : operation.inputs()) {
            below.add(operator(child, known, plan));
        }
        int id = plan.size();
        plan.add(new OperatorNode(
                id, operation.meaning(), operation.name(), operation.spec(), below, operation.output()));
        return new OperatorInput.FromOperator(id);
    }
}
