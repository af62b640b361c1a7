package io.blink.sql.physical.over;

import io.blink.core.expression.Expression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.RankLimit;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.type.Field;
import io.blink.sql.expression.Casts;
import io.blink.sql.over.OverCall;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.sort.SortPlanning;
import io.blink.sql.physical.sort.SortRequirement;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * OVER: groups of calls that one order serves share a sort, groups with partition keys in common share an exchange by these. Where rows lie or stand
 * right already, neither is made.
 */
public final class OverPlanning {
    private final OverGroup limited;
    private final RankLimit limit;

    private OverPlanning(OverGroup limited, RankLimit limit) {
        this.limited = limited;
        this.limit = limit;
    }

    /** Groups that one order serves, the most demanding ones first. */
    private record Pass(SortRequirement order, List<OverGroup> groups) {
        ImmutableBitSet partitionKeys() {
            return common(groups);
        }
    }

    /**
     * The input's columns, then one for each call, group by group.
     *
     * @param groups over the input's columns
     * @param limited one of the groups, whose limit drops rows; {@code null}: none
     * @param limit with the number of a call of that group
     */
    public static PhysicalNode plan(PhysicalNode input, List<OverGroup> groups, OverGroup limited, RankLimit limit) {
        return new OverPlanning(limited, limit).plan(input, groups);
    }

    private PhysicalNode plan(PhysicalNode input, List<OverGroup> groups) {
        ImmutableBitSet shared = common(groups);
        Map<OverGroup, Integer> firstColumns = new HashMap<>();
        PhysicalNode node = firstRanksOnly(input, groups);
        for (Pass pass : passes(groups, node.ordering())) {
            node = placed(node, pass, shared.isEmpty() ? pass.partitionKeys() : shared);
            for (OverGroup group : pass.groups()) {
                firstColumns.put(group, node.output().size());
                node = over(node, group);
            }
        }
        return inOrder(node, input.output().size(), groups, firstColumns);
    }

    /** Where nothing but ranks is asked for, rows that cannot be among the first need neither travel nor be sorted. */
    private PhysicalNode firstRanksOnly(PhysicalNode input, List<OverGroup> groups) {
        boolean ranksAlone = limited != null
                && groups.size() == 1
                && limited.calls().stream().allMatch(RankLimits::ranks)
                && !requirement(limited).isMetBy(input.ordering());
        if (!ranksAlone) {
            return input;
        }
        OperatorSpec spec = new OperatorSpec.TopRanks(
                limited.partitionKeys().asList(),
                SortPlanning.keys(limited.order()),
                OverCalls.of(limited.calls().get(limit.call()), input).function(),
                limit.limit());
        return Operations.operation(
                spec,
                "TopRanks",
                "TopRanks",
                List.of(input),
                input.output(),
                input.distribution(),
                List.of(),
                RankLimits.remaining(input.estimate(), limited, limit),
                List.of());
    }

    private static ImmutableBitSet common(List<OverGroup> groups) {
        ImmutableBitSet common = groups.get(0).partitionKeys();
        for (OverGroup group : groups) {
            common = common.intersect(group.partitionKeys());
        }
        return common;
    }

    private static SortRequirement requirement(OverGroup group) {
        return SortRequirement.of(group.partitionKeys().asList(), SortPlanning.keys(group.order()));
    }

    /**
     * Greedily, long orders first; a pass for which the rows stand right already goes before the others, one in a single task behind them. What drops rows
     * comes last, since the others need all.
     */
    private List<Pass> passes(List<OverGroup> groups, List<SortKey> ordering) {
        List<OverGroup> longestFirst = new ArrayList<>(groups);
        longestFirst.sort(Comparator.comparingInt(
                        (OverGroup group) -> group.partitionKeys().cardinality()
                                + group.order().getFieldCollations().size())
                .reversed());
        List<Pass> passes = new ArrayList<>();
        for (OverGroup group : longestFirst) {
            if (!joins(group, passes)) {
                passes.add(new Pass(requirement(group), List.of(group)));
            }
        }
        passes.sort(Comparator.comparing(
                        (Pass pass) -> limited != null && pass.groups().contains(limited))
                .thenComparing(pass -> pass.partitionKeys().isEmpty())
                .thenComparing(pass -> !pass.order().isMetBy(ordering)));
        passes.replaceAll(this::limitedLast);
        return passes;
    }

    private Pass limitedLast(Pass pass) {
        List<OverGroup> groups = new ArrayList<>(pass.groups());
        groups.sort(Comparator.comparing(group -> group.equals(limited)));
        return new Pass(pass.order(), groups);
    }

    private static boolean joins(OverGroup group, List<Pass> passes) {
        for (int i = 0; i < passes.size(); i++) {
            Pass pass = passes.get(i);
            Optional<SortRequirement> both = pass.order().and(requirement(group));
            boolean together = pass.partitionKeys().isEmpty()
                            == group.partitionKeys().isEmpty()
                    && (group.partitionKeys().isEmpty() || pass.partitionKeys().intersects(group.partitionKeys()));
            if (both.isPresent() && together) {
                List<OverGroup> members = new ArrayList<>(pass.groups());
                members.add(group);
                passes.set(i, new Pass(both.get(), members));
                return true;
            }
        }
        return false;
    }

    /** The rows of each partition in one task, in order. */
    private static PhysicalNode placed(PhysicalNode node, Pass pass, ImmutableBitSet exchangeKeys) {
        List<SortKey> keys = pass.order().keys(node.ordering());
        if (exchangeKeys.isEmpty()) {
            return Exchanges.gathered(SortPlanning.sortedLocally(node, keys), keys);
        }
        boolean together = pass.groups().stream().allMatch(group -> node.distribution()
                .groups(group.partitionKeys().asList()));
        PhysicalNode grouped = together ? node : Exchanges.hashed(node, exchangeKeys.asList());
        return SortPlanning.sortedLocally(grouped, pass.order().keys(grouped.ordering()));
    }

    private PhysicalNode over(PhysicalNode input, OverGroup group) {
        List<WindowCall> calls =
                group.calls().stream().map(call -> OverCalls.of(call, input)).toList();
        List<Field> output = new ArrayList<>(input.output());
        List<ColumnEstimate> columns = new ArrayList<>(input.estimate().columns());
        for (WindowCall call : calls) {
            output.add(new Field("over$" + output.size(), call.type()));
            columns.add(new ColumnEstimate(Double.NaN, input.estimate().rows(), Estimate.width(call.type())));
        }
        return Operations.operation(
                new OperatorSpec.OverWindow(
                        group.partitionKeys().asList(),
                        SortPlanning.keys(group.order()),
                        calls,
                        group.equals(limited) ? limit : null),
                "Over",
                "Over",
                List.of(input),
                output,
                input.distribution(),
                input.ordering(),
                (group.equals(limited) ? RankLimits.remaining(input.estimate(), group, limit) : input.estimate())
                        .withColumns(columns),
                List.of());
    }

    /** The calls' columns in the order of the groups, in the types that were derived for them. */
    private static PhysicalNode inOrder(
            PhysicalNode node, int width, List<OverGroup> groups, Map<OverGroup, Integer> firstColumns) {
        List<Expression> expressions =
                new ArrayList<>(Operations.allColumns(node).subList(0, width));
        List<String> names = new ArrayList<>(
                node.output().subList(0, width).stream().map(Field::name).toList());
        for (OverGroup group : groups) {
            int column = firstColumns.get(group);
            for (OverCall call : group.calls()) {
                names.add("over$" + expressions.size());
                expressions.add(Casts.to(Operations.columnOf(node, column++), TypeMapping.toCore(call.type()), null));
            }
        }
        return Operations.project(node, expressions, names);
    }
}
