package io.blink.sql.logical.subquery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Joins with {@link UnnestedElements} as operators. An outer, semi, anti or mark join that asks more of an element than to be one joins with the elements of
 * each distinct collection:
 *
 * <pre>
 *   Join(left; member(a, x) AND c; L, Elements)  =>  Join(left; L.a = D.a AND c; L, Unnest(a; Distinct(Project(a; L)) as D))
 * </pre>
 */
final class UnnestOperators extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private UnnestOperators(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode make(RelNode tree, RelBuilder builder) {
        return tree.accept(new UnnestOperators(builder));
    }

    /** Elements and the conditions on them alone, over their columns. */
    private record Chosen(UnnestedElements elements, List<RexNode> conditions) {
        static Optional<Chosen> of(RelNode node) {
            if (node instanceof UnnestedElements elements) {
                return Optional.of(new Chosen(elements, List.of()));
            }
            if (!(node instanceof Filter filter)) {
                return Optional.empty();
            }
            return of(filter.getInput()).map(below -> {
                List<RexNode> all = new ArrayList<>(below.conditions());
                all.addAll(RelOptUtil.conjunctions(filter.getCondition()));
                return new Chosen(below.elements(), all);
            });
        }
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (visited instanceof Join join) {
            return join(join);
        }
        if (!(visited instanceof Filter filter)) {
            return visited;
        }
        if (filter.getInput() instanceof Join join && join.getJoinType() == JoinRelType.INNER && hasElements(join)) {
            return join(withCondition(join, filter.getCondition()));
        }
        return Chosen.of(filter).map(chosen -> alone(chosen, filter)).orElse(filter);
    }

    private static boolean hasElements(Join join) {
        return Chosen.of(join.getLeft()).isPresent()
                || Chosen.of(join.getRight()).isPresent();
    }

    private Join withCondition(Join join, RexNode more) {
        RexNode all = RexUtil.composeConjunction(builder.getRexBuilder(), List.of(join.getCondition(), more));
        return join.copy(
                join.getTraitSet(), all, join.getLeft(), join.getRight(), join.getJoinType(), join.isSemiJoinDone());
    }

    /** The elements of a collection that depends on no row; those of one that does are for the join above. */
    private RelNode alone(Chosen chosen, Filter filter) {
        Optional<RexNode> member = chosen.conditions().stream()
                .filter(UnnestMember::isMember)
                .filter(condition -> RelOptUtil.InputFinder.bits(UnnestMember.collection(condition))
                        .isEmpty())
                .findFirst();
        if (member.isEmpty() || RexUtil.containsCorrelation(member.get())) {
            return filter;
        }
        List<RexNode> rest = without(chosen.conditions(), member.get());
        RelNode row = LogicalValues.createOneRow(filter.getCluster());
        unnest(row, UnnestMember.collection(member.get()), chosen.elements(), false);
        List<RexNode> columns = builder.fields().subList(1, builder.fields().size());
        return builder.project(columns, filter.getRowType().getFieldNames(), true)
                .filter(rest)
                .build();
    }

    private RelNode join(Join join) {
        Optional<Chosen> right = Chosen.of(join.getRight());
        if (right.isEmpty()) {
            boolean turns = join.getJoinType() == JoinRelType.INNER
                    && Chosen.of(join.getLeft()).isPresent();
            return turns ? turned(join) : join;
        }
        int width = join.getLeft().getRowType().getFieldCount();
        List<RexNode> conjuncts = new ArrayList<>(RelOptUtil.conjunctions(join.getCondition()));
        right.get().conditions().forEach(condition -> conjuncts.add(RexUtil.shift(condition, width)));
        Optional<RexNode> member = conjuncts.stream()
                .filter(UnnestMember::isMember)
                .filter(condition -> UnnestMember.firstElementColumn(condition) == width)
                .filter(condition -> ImmutableBitSet.range(width)
                        .contains(RelOptUtil.InputFinder.bits(UnnestMember.collection(condition))))
                .findFirst();
        if (member.isEmpty()) {
            return join;
        }
        RexNode collection = UnnestMember.collection(member.get());
        List<RexNode> rest = without(conjuncts, member.get());
        boolean inner = join.getJoinType() == JoinRelType.INNER;
        if (inner || (join.getJoinType() == JoinRelType.LEFT && rest.isEmpty())) {
            unnest(join.getLeft(), collection, right.get().elements(), !inner);
            builder.filter(rest);
        } else {
            joinWithDistinct(join, collection, right.get().elements(), rest);
        }
        return RelOptUtil.createCastRel(builder.build(), join.getRowType(), true);
    }

    private static List<RexNode> without(List<RexNode> conditions, RexNode member) {
        List<RexNode> rest = new ArrayList<>(conditions);
        rest.remove(member);
        return rest;
    }

    /** The elements on the right. */
    private RelNode turned(Join join) {
        int left = join.getLeft().getRowType().getFieldCount();
        int right = join.getRight().getRowType().getFieldCount();
        RexNode condition = join.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                int index = reference.getIndex();
                return new RexInputRef(index < left ? index + right : index - left, reference.getType());
            }
        });
        builder.push(join.getRight()).push(join.getLeft()).join(JoinRelType.INNER, condition);
        RelNode swapped = builder.build();
        RelNode made = swapped instanceof Join other ? join(other) : visit(swapped);
        builder.push(made);
        List<RexNode> columns =
                new ArrayList<>(builder.fields().subList(right, builder.fields().size()));
        columns.addAll(builder.fields().subList(0, right));
        return builder.project(columns, join.getRowType().getFieldNames(), true).build();
    }

    /** Pushes the columns of the relation and those of the elements. */
    private void unnest(RelNode relation, RexNode collection, UnnestedElements elements, boolean outer) {
        int width = relation.getRowType().getFieldCount();
        builder.push(relation);
        if (collection instanceof RexInputRef reference) {
            builder.push(LogicalUnnest.create(
                    builder.build(), reference.getIndex(), elements.getRowType(), elements.ordinality(), outer));
            return;
        }
        builder.projectPlus(collection);
        builder.push(LogicalUnnest.create(builder.build(), width, elements.getRowType(), elements.ordinality(), outer));
        List<RexNode> columns = new ArrayList<>(builder.fields());
        columns.remove(width);
        builder.project(columns);
    }

    private void joinWithDistinct(Join join, RexNode collection, UnnestedElements elements, List<RexNode> rest) {
        int width = join.getLeft().getRowType().getFieldCount();
        List<Integer> used = RelOptUtil.InputFinder.bits(collection).asList();
        builder.push(join.getLeft()).project(builder.fields(used)).distinct();
        RexNode overUsed = collection.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(used.indexOf(reference.getIndex()), reference.getType());
            }
        });
        unnest(builder.build(), overUsed, elements, false);
        RelNode right = builder.build();
        builder.push(join.getLeft()).push(right);
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < used.size(); i++) {
            conditions.add(builder.isNotDistinctFrom(builder.field(2, 0, used.get(i)), builder.field(2, 1, i)));
        }
        rest.forEach(condition -> conditions.add(moved(condition, width, used.size())));
        builder.join(join.getJoinType(), builder.and(conditions));
        if (join.getJoinType().projectsRight() && join.getJoinType() != JoinRelType.LEFT_MARK) {
            List<RexNode> columns = new ArrayList<>(builder.fields());
            columns.subList(width, width + used.size()).clear();
            builder.project(columns);
        }
    }

    private static RexNode moved(RexNode condition, int width, int by) {
        return condition.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                int index = reference.getIndex();
                return index < width ? reference : new RexInputRef(index + by, reference.getType());
            }
        });
    }
}
