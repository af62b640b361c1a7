package io.blink.sql.aggregate;

import io.blink.sql.join.Cardinality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Groups the rows of one side of inner joins by what the joins and the aggregate above need of it, where statistics say that few groups come out (Yan
 * and Larson, "Eager Aggregation and Lazy Aggregation", VLDB 1995):
 *
 * <pre>
 *   Aggregate(by d.week: SUM(f.x))          Aggregate(by d.week: SUM(s))
 *     Join(f.day = d.day)             =>      Join(f.day = d.day)
 *       f, d                                    LocalAggregate(by f.day: SUM(f.x) AS s; f), d
 * </pre>
 *
 * Right whatever the number of matches: each row of a group has the same ones.
 */
public final class EagerAggregation extends RelHomogeneousShuttle {
    private final RelBuilder builder;
    private final Cardinality cardinality = new Cardinality();

    private EagerAggregation(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode push(RelNode tree, RelBuilder builder) {
        return tree.accept(new EagerAggregation(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (!(visited instanceof Aggregate aggregate) || visited instanceof LocalAggregate) {
            return visited;
        }
        return SplitAverages.of(aggregate)
                .map(split -> pushed(split.sums()).map(sums -> split.averages(sums, builder)))
                .orElseGet(() -> pushed(aggregate))
                .orElse(visited);
    }

    private Optional<RelNode> pushed(Aggregate aggregate) {
        return pushed(aggregate, true).or(() -> pushed(aggregate, false));
    }

    private Optional<RelNode> pushed(Aggregate aggregate, boolean splitsConditions) {
        RelNode node = aggregate.getInput();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
            columns.add(builder.getRexBuilder().makeInputRef(node, i));
        }
        while (node instanceof Project project
                && !project.containsOver()
                && project.getProjects().stream().allMatch(RexUtil::isDeterministic)) {
            columns = RelOptUtil.pushPastProject(columns, project);
            node = project.getInput();
        }
        List<EagerCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            List<RexNode> arguments =
                    call.getArgList().stream().map(columns::get).toList();
            Optional<EagerCall> eager = EagerCall.of(call, arguments, splitsConditions);
            if (eager.isEmpty()) {
                return Optional.empty();
            }
            calls.add(eager.get());
        }
        List<RexNode> keys =
                aggregate.getGroupSet().asList().stream().map(columns::get).toList();
        return pushed(aggregate, node, keys, calls);
    }

    /** @param keys over the node's columns, as are the values and conditions of the calls */
    private Optional<RelNode> pushed(Aggregate aggregate, RelNode node, List<RexNode> keys, List<EagerCall> calls) {
        List<RexNode> above = new ArrayList<>(keys);
        List<EagerCall> partials = new ArrayList<>();
        int[] places = new int[calls.size()];
        for (int i = 0; i < places.length; i++) {
            EagerCall partial = calls.get(i);
            if (partial.condition() != null) {
                above.add(partial.condition());
            }
            places[i] = IntStream.range(0, partials.size())
                    .filter(place -> partials.get(place).hasSamePartial(partial))
                    .findFirst()
                    .orElse(partials.size());
            if (places[i] == partials.size()) {
                partials.add(partial);
            }
        }
        ImmutableBitSet passed = RelOptUtil.InputFinder.bits(above, null);
        List<RexNode> values = new ArrayList<>();
        partials.forEach(partial -> values.add(partial.value()));
        return new PartialPlacement(builder, cardinality, partials)
                .below(node, passed, values)
                .map(rows -> completed(aggregate, rows, passed, keys, calls, places));
    }

    /** @param places of the calls' partial results behind the columns that are passed on */
    private RelNode completed(
            Aggregate aggregate,
            RelNode rows,
            ImmutableBitSet passed,
            List<RexNode> keys,
            List<EagerCall> calls,
            int[] places) {
        builder.push(rows);
        List<RexNode> columns = new ArrayList<>();
        keys.forEach(key -> columns.add(PartialPlacement.renumbered(key, passed, 0)));
        for (int i = 0; i < calls.size(); i++) {
            RexNode partial = builder.field(passed.cardinality() + places[i]);
            RexNode condition = calls.get(i).condition();
            RexNode renumbered = condition == null ? null : PartialPlacement.renumbered(condition, passed, 0);
            columns.add(calls.get(i).secondArgument(partial, renumbered, builder.getRexBuilder()));
        }
        builder.project(columns, List.of(), true);
        List<RelBuilder.AggCall> second = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            second.add(builder.aggregateCall(calls.get(i).second(), builder.field(keys.size() + i))
                    .as("result$" + i));
        }
        List<Integer> keyColumns = aggregate.getGroupSet().asList();
        List<ImmutableBitSet> groupSets = aggregate.getGroupSets().stream()
                .map(set -> ImmutableBitSet.of(
                        set.asList().stream().map(keyColumns::indexOf).toList()))
                .toList();
        builder.aggregate(builder.groupKey(ImmutableBitSet.range(keys.size()), groupSets), second);
        return builder.convert(aggregate.getRowType(), true).build();
    }
}
