package io.blink.sql.share;

import io.blink.sql.join.Cardinality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Optimizes the trees of a statement in parts: equal sub-plans become parts of their own, optimized once and read from several places. Filters are first pushed down in
 * the readers, so that a part computes only rows and columns that some reader wants; then every part gets its join order, parts before their readers,
 * which see how many rows they give.
 */
public final class SubPlanSharing {
    /** Of the work for a sub-plan: what filters on its result do not save, such as reading its tables. */
    private static final double FIXED_SHARE = 0.5;

    /** Of the work for a sub-plan: keeping its rows and reading them back. */
    private static final double KEEPING_SHARE = 0.1;

    /** How the logical phase optimizes one part. */
    public interface Phases {
        /** Filters as far down as they go. */
        RelNode push(RelNode tree);

        /** The rest, once filters are in their places. */
        RelNode finish(RelNode tree);

        /** The columns of {@link SharedRows} that a tree uses, by id. */
        Map<Integer, ImmutableBitSet> sharedColumns(RelNode tree);
    }

    private final Phases phases;
    private final RelBuilder builder;
    private List<RelNode> mains;
    private final List<SharedSubPlan> order = new ArrayList<>();
    private final Map<SharedSubPlan, RelNode> finished = new HashMap<>();

    private SubPlanSharing(Phases phases, RelBuilder builder) {
        this.phases = phases;
        this.builder = builder;
    }

    /** @param trees one for each of the places that the statement's rows go to */
    public static List<RelNode> optimize(List<RelNode> trees, Phases phases, RelBuilder builder) {
        EqualSubPlans equal = new EqualSubPlans();
        List<RelNode> cut = equal.cut(trees);
        return equal.found().isEmpty()
                ? trees.stream().map(tree -> phases.finish(phases.push(tree))).toList()
                : new SubPlanSharing(phases, builder).optimizeParts(cut);
    }

    private List<RelNode> optimizeParts(List<RelNode> cut) {
        Set<SharedSubPlan> producersFirst = new LinkedHashSet<>();
        cut.forEach(tree -> addProducers(tree, producersFirst));
        order.addAll(producersFirst);
        Collections.reverse(order);
        mains = cut.stream().map(phases::push).toList();
        for (int i = 0; i < order.size(); i++) {
            decide(order.get(i), i);
        }
        Collections.reverse(order);
        for (SharedSubPlan plan : order) {
            if (plan.isShared()) {
                plan.become(phases.finish(withLeaves(plan.tree(), this::narrowLeaf)));
                finished.put(plan, LogicalShared.create(withLeaves(plan.tree(), this::finishedLeaf), plan.id()));
            }
        }
        return mains.stream()
                .map(main -> withLeaves(phases.finish(withLeaves(main, this::narrowLeaf)), this::finishedLeaf))
                .toList();
    }

    private static void addProducers(RelNode tree, Set<SharedSubPlan> into) {
        if (tree instanceof SharedRows rows) {
            if (!into.contains(rows.plan())) {
                addProducers(rows.plan().tree(), into);
                into.add(rows.plan());
            }
        } else {
            tree.getInputs().forEach(input -> addProducers(input, into));
        }
    }

    /** All readers of the sub-plan have their filters in place. */
    private void decide(SharedSubPlan plan, int index) {
        List<SharedSubPlan> earlier =
                order.subList(0, index).stream().filter(SharedSubPlan::isShared).toList();
        Map<SharedSubPlan, List<List<RexNode>>> filters = new HashMap<>();
        mains.forEach(main -> ReaderFilters.collect(main, filters));
        earlier.forEach(reader -> ReaderFilters.collect(reader.tree(), filters));
        List<List<RexNode>> readers = filters.getOrDefault(plan, List.of());
        List<RexNode> common = readers.isEmpty() ? List.of() : ReaderFilters.common(readers, rexBuilder());
        if (readers.size() > 1 && pays(plan, readers, common)) {
            plan.share(usedColumns(plan, earlier));
            builder.push(plan.tree()).filter(common);
            plan.become(
                    phases.push(builder.project(builder.fields(plan.columns())).build()));
        } else {
            mains = mains.stream().map(main -> inlined(main, plan)).toList();
            earlier.forEach(reader -> reader.become(inlined(reader.tree(), plan)));
        }
    }

    private RexBuilder rexBuilder() {
        return builder.getRexBuilder();
    }

    private boolean pays(SharedSubPlan plan, List<List<RexNode>> readers, List<RexNode> common) {
        double apart = 0;
        for (List<RexNode> conjuncts : readers) {
            apart += FIXED_SHARE + (1 - FIXED_SHARE) * share(plan, conjuncts);
        }
        return apart > FIXED_SHARE + (1 - FIXED_SHARE) * share(plan, common) + KEEPING_SHARE;
    }

    private double share(SharedSubPlan plan, List<RexNode> conjuncts) {
        if (conjuncts.isEmpty()) {
            return 1;
        }
        RelNode filtered = builder.push(plan.tree()).filter(conjuncts).build();
        Cardinality cardinality = new Cardinality();
        return filtered instanceof Filter
                ? cardinality.of(filtered).rows() / cardinality.of(plan.tree()).rows()
                : 1;
    }

    private List<Integer> usedColumns(SharedSubPlan plan, List<SharedSubPlan> earlier) {
        ImmutableBitSet.Builder used = ImmutableBitSet.builder();
        List<RelNode> parts = new ArrayList<>(mains);
        earlier.forEach(reader -> parts.add(reader.tree()));
        for (RelNode part : parts) {
            ImmutableBitSet columns = phases.sharedColumns(part).get(plan.id());
            if (columns != null) {
                used.addAll(columns);
            }
        }
        List<Integer> columns = used.build().asList();
        return columns.isEmpty() ? List.of(0) : columns;
    }

    private RelNode inlined(RelNode tree, SharedSubPlan plan) {
        RelNode replaced = withLeaves(tree, rows -> rows.plan() == plan ? plan.tree() : rows);
        return replaced == tree ? tree : phases.push(replaced);
    }

    /** The columns that are there, NULL in the place of those that nobody reads. */
    private RelNode narrowLeaf(SharedRows rows) {
        SharedSubPlan plan = rows.plan();
        builder.push(new SharedRows(rows.getCluster(), plan, plan.tree().getRowType()));
        List<RexNode> columns = new ArrayList<>();
        for (RelDataTypeField field : rows.getRowType().getFieldList()) {
            int place = plan.columns().indexOf(field.getIndex());
            columns.add(
                    place >= 0
                            ? builder.field(place)
                            : rexBuilder()
                                    .makeAbstractCast(
                                            field.getType(), rexBuilder().makeNullLiteral(field.getType()), false));
        }
        return builder.project(columns, rows.getRowType().getFieldNames()).build();
    }

    private RelNode finishedLeaf(SharedRows rows) {
        return finished.get(rows.plan());
    }

    private static RelNode withLeaves(RelNode tree, Function<SharedRows, RelNode> replacement) {
        if (tree instanceof SharedRows rows) {
            return replacement.apply(rows);
        }
        List<RelNode> inputs = tree.getInputs().stream()
                .map(input -> withLeaves(input, replacement))
                .toList();
        return tree.getInputs().equals(inputs) ? tree : tree.copy(tree.getTraitSet(), inputs);
    }
}
