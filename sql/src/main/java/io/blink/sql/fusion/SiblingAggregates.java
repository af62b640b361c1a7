package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * Computes aggregates that stand beside each other as single rows, over the same relation up to filters, in one reading of it.
 *
 * <pre>
 *   Join(TRUE; Join(TRUE; t, Aggregate(f)), Aggregate(g))   =>   Project(Join(TRUE; t, Aggregate(f or g)))
 * </pre>
 */
public final class SiblingAggregates extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private SiblingAggregates(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode fuse(RelNode tree, RelBuilder builder) {
        return tree.accept(new SiblingAggregates(builder));
    }

    @Override
    public RelNode visit(RelNode node) {
        if (!SingleRows.leadsToJoin(node)) {
            return super.visit(node);
        }
        SingleRows rows = SingleRows.of(node);
        Map<RelNode, Place> places = new IdentityHashMap<>();
        groups(rows.parts()).forEach(group -> fuse(group, places));
        return places.isEmpty() ? super.visit(node) : rebuilt(node, rows, places);
    }

    /** Where an aggregate's results are found. */
    private record Place(RelNode fused, List<Integer> columns) {}

    private void fuse(List<Aggregate> group, Map<RelNode, Place> places) {
        Optional<FusedAggregate.Result> fused = group.size() > 1 ? FusedAggregate.of(group, builder) : Optional.empty();
        fused.ifPresent(result -> {
            RelNode node = super.visit(result.node());
            for (int i = 0; i < group.size(); i++) {
                places.put(group.get(i), new Place(node, result.places().get(i)));
            }
        });
    }

    private static List<List<Aggregate>> groups(List<RelNode> parts) {
        List<List<Aggregate>> groups = new ArrayList<>();
        List<JoinedRows> inputs = new ArrayList<>();
        for (RelNode part : parts) {
            if (part instanceof Aggregate aggregate && FusedAggregate.isCandidate(aggregate)) {
                JoinedRows input = JoinedRows.of(aggregate.getInput());
                int known = 0;
                while (known < groups.size() && !inputs.get(known).hasSameLeaves(input)) {
                    known++;
                }
                if (known == groups.size()) {
                    groups.add(new ArrayList<>());
                    inputs.add(input);
                }
                groups.get(known).add(aggregate);
            }
        }
        return groups;
    }

    private RelNode rebuilt(RelNode node, SingleRows rows, Map<RelNode, Place> places) {
        Map<RelNode, Integer> firstColumns = new IdentityHashMap<>();
        List<RelNode> joined = new ArrayList<>();
        int width = 0;
        for (RelNode part : rows.parts()) {
            RelNode member = places.containsKey(part) ? places.get(part).fused() : part;
            if (!firstColumns.containsKey(member)) {
                firstColumns.put(member, width);
                width += member.getRowType().getFieldCount();
                joined.add(member == part ? part.accept(this) : member);
            }
        }
        builder.push(joined.get(0));
        for (RelNode part : joined.subList(1, joined.size())) {
            builder.push(part).join(JoinRelType.INNER);
        }
        List<RexNode> replacements = new ArrayList<>();
        for (RelNode part : rows.parts()) {
            Place place = places.get(part);
            for (int i = 0; i < part.getRowType().getFieldCount(); i++) {
                replacements.add(builder.field(
                        place == null
                                ? firstColumns.get(part) + i
                                : firstColumns.get(place.fused())
                                        + place.columns().get(i)));
            }
        }
        builder.filter(Columns.replaced(rows.conjuncts(), replacements));
        builder.project(
                Columns.replaced(rows.columns(), replacements),
                node.getRowType().getFieldNames(),
                true);
        return builder.convert(node.getRowType(), true).build();
    }
}
