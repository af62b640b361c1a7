package io.blink.sql.logical.subquery;

import io.blink.sql.function.ScalarOperators;
import io.blink.sql.logical.rewrite.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;

/**
 * Nested values in forms that every rule can move: fields of rows as calls, and UNNEST as a condition on a relation of all elements, so that it may stand anywhere in a correlated sub-query, and then as an operator.
 *
 * <pre>
 *   Uncollect(Project(e; Values(one row)))        =>  Filter(UNNEST_MEMBER(e, elements); UnnestedElements)
 *   Correlate(L, Project(p; Filter(c; X)))        =>  Project(L, p; Join(c; L, X)), where c and p need nothing of L but columns
 *   Join(UNNEST_MEMBER(e, x) AND c; L, Elements)  =>  Filter(c; Unnest(e; L)), see {@link UnnestOperators}
 * </pre>
 */
final class Unnesting extends RelHomogeneousShuttle {
    private final RelBuilder builder;
    private final RexBuilder rexBuilder;

    private Unnesting(RelBuilder builder) {
        this.builder = builder;
        this.rexBuilder = builder.getRexBuilder();
    }

    /** Before sub-queries become joins. */
    static RelNode toConditions(RelNode tree, RelBuilder builder) {
        return tree.accept(new Unnesting(builder));
    }

    /** After that. */
    static RelNode toOperators(RelNode tree, RelBuilder builder) {
        return Trees.contains(tree, UnnestedElements.class) ? UnnestOperators.make(tree, builder) : tree;
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery query) {
                RexSubQuery inner = (RexSubQuery) super.visitSubQuery(query);
                return inner.clone(inner.rel.accept(Unnesting.this));
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                return access.getReferenceExpr() instanceof RexCorrelVariable ? access : field(access);
            }

            private RexNode field(RexFieldAccess access) {
                RexNode row = access.getReferenceExpr().accept(this);
                RexNode index = rexBuilder.makeExactLiteral(
                        BigDecimal.valueOf(access.getField().getIndex()));
                return rexBuilder.makeCall(access.getType(), ScalarOperators.ROW_FIELD, List.of(row, index));
            }
        });
        if (visited instanceof Uncollect uncollect) {
            return condition(uncollect);
        }
        return visited instanceof Correlate correlate ? join(correlate) : visited;
    }

    private RelNode condition(Uncollect uncollect) {
        UnnestedElements elements =
                UnnestedElements.create(uncollect.getCluster(), uncollect.getRowType(), uncollect.withOrdinality);
        if (uncollect.getInput() instanceof Project project && isOneRow(project.getInput())) {
            RexNode member = UnnestMember.call(project.getProjects().get(0), elements, 0, rexBuilder);
            return builder.push(elements).filter(member).build();
        }
        builder.push(uncollect.getInput());
        RexNode collection = builder.field(0);
        int width = builder.fields().size();
        builder.push(elements).join(JoinRelType.INNER, UnnestMember.call(collection, elements, width, rexBuilder));
        return builder.project(builder.fields().subList(width, builder.fields().size()))
                .build();
    }

    private static boolean isOneRow(RelNode node) {
        return node instanceof Values values
                && values.getTuples().size() == 1
                && values.getRowType().getFieldCount() <= 1;
    }

    /** A join, if the right side is nothing but elements, filtered and projected; else the correlation stays, to be removed as any other. */
    private RelNode join(Correlate correlate) {
        JoinRelType type = correlate.getJoinType();
        RelNode right = correlate.getRight();
        List<RexNode> outputs = null;
        if (right instanceof Project project && isOneRow(project.getInput()) && dependsOnLeftAlone(project)) {
            return expressions(correlate, project);
        }
        if (right instanceof Project project && (type == JoinRelType.INNER || isChoice(project))) {
            outputs = project.getProjects();
            right = project.getInput();
        }
        List<RexNode> conditions = new ArrayList<>();
        while (right instanceof Filter filter) {
            conditions.add(filter.getCondition());
            right = filter.getInput();
        }
        boolean plain = type == JoinRelType.INNER || type == JoinRelType.LEFT;
        if (!plain || !(right instanceof UnnestedElements) || hasSubQuery(conditions, outputs)) {
            return GlobalAggregates.keepRows(correlate, builder);
        }
        int width = correlate.getLeft().getRowType().getFieldCount();
        RexShuttle over = overBoth(correlate.getCorrelationId(), width);
        builder.push(correlate.getLeft()).push(right);
        builder.join(type, RexUtil.composeConjunction(rexBuilder, over.apply(conditions)));
        List<RexNode> columns = new ArrayList<>(builder.fields());
        if (outputs != null) {
            columns = new ArrayList<>(builder.fields().subList(0, width));
            for (RexNode output : outputs) {
                columns.add(
                        output instanceof RexInputRef reference
                                ? builder.field(width + reference.getIndex())
                                : output.accept(over));
            }
        }
        return builder.project(columns, correlate.getRowType().getFieldNames()).build();
    }

    private static boolean dependsOnLeftAlone(Project project) {
        return RelOptUtil.InputFinder.bits(project.getProjects(), null).isEmpty()
                && !hasSubQuery(List.of(), project.getProjects());
    }

    /** {@code LATERAL (SELECT e)}: one row for each, and so further columns of the left side. */
    private RelNode expressions(Correlate correlate, Project project) {
        JoinRelType type = correlate.getJoinType();
        if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
            return correlate;
        }
        builder.push(correlate.getLeft());
        List<RexNode> columns = new ArrayList<>(builder.fields());
        columns.addAll(overBoth(correlate.getCorrelationId(), columns.size()).apply(project.getProjects()));
        RelNode projected = builder.project(columns, correlate.getRowType().getFieldNames(), true)
                .build();
        return RelOptUtil.createCastRel(projected, correlate.getRowType(), true);
    }

    private static boolean isChoice(Project project) {
        return project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
    }

    private static boolean hasSubQuery(List<RexNode> conditions, List<RexNode> outputs) {
        return Stream.concat(conditions.stream(), outputs == null ? Stream.empty() : outputs.stream())
                .anyMatch(expression -> RexUtil.SubQueryFinder.find(expression) != null);
    }

    /** Expressions over the right side of a correlate with references to its left one, over the columns of both. */
    private RexShuttle overBoth(CorrelationId variable, int width) {
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(reference.getIndex() + width, reference.getType());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                return access.getReferenceExpr() instanceof RexCorrelVariable correlated
                                && correlated.id.equals(variable)
                        ? new RexInputRef(access.getField().getIndex(), access.getType())
                        : super.visitFieldAccess(access);
            }
        };
    }
}
