package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.expression.Casts;
import io.blink.sql.expression.ExpressionTranslator;
import io.blink.sql.expression.Literals;
import io.blink.sql.logical.LogicalWatermark;
import io.blink.sql.logical.LogicalWindowAggregate;
import io.blink.sql.physical.ScanPlanning.Scanned;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;

/**
 * One pass over the optimized logical tree, inputs first: each node becomes operations, with an exchange wherever the rows do not lie as it needs them.
 * The columns of each result are those of its logical node, types included. One statement, one thread; asks sources for their scans.
 */
final class PhysicalPlanner {
    private static final long NO_LIMIT = -1;

    private final PlanningScope scope;
    private final AggregatePlanning aggregates;
    private final JoinPlanning joins;
    private final WindowPlanning windows;
    private final MarkJoins marks = new MarkJoins();

    PhysicalPlanner(PlanningScope scope) {
        this.scope = scope;
        this.aggregates = new AggregatePlanning(scope);
        this.joins = new JoinPlanning(scope);
        this.windows = new WindowPlanning(scope, aggregates);
    }

    static ExecutionMode mode(Configuration settings, boolean unbounded) {
        return switch (settings.get(SqlOptions.RUNTIME_MODE)) {
            case AUTOMATIC -> unbounded ? ExecutionMode.STREAMING : ExecutionMode.BATCH;
            case BATCH -> ExecutionMode.BATCH;
            case STREAMING -> ExecutionMode.STREAMING;
        };
    }

    PhysicalNode plan(RelNode node) {
        return plan(node, NO_LIMIT);
    }

    /** @param limit rows that suffice, or -1 */
    private PhysicalNode plan(RelNode node, long limit) {
        if (node instanceof Project project) {
            return project(project, limit);
        }
        if (node instanceof Filter || node instanceof TableScan || node instanceof LogicalWatermark) {
            int width = node.getRowType().getFieldCount();
            Scanned all = read(node, IntStream.range(0, width).boxed().toList(), List.of(), limit);
            return all.node();
        }
        if (node instanceof Join join) {
            return join(join);
        }
        if (node instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (node instanceof LogicalWindowAggregate window) {
            return windows.plan(window, plan(window.getInput()));
        }
        if (node instanceof Sort sort) {
            return sort(sort);
        }
        if (node instanceof Union union) {
            return union(union);
        }
        if (node instanceof Values values) {
            return values(values);
        }
        throw PlanErrors.unknownNode(node);
    }

    private PhysicalNode project(Project project, long limit) {
        List<Expression> expressions = expressions(project.getInput()).translateAll(project.getProjects());
        SortedSet<Integer> wanted = ExpressionRewriter.columnsOf(expressions);
        Scanned input = read(project.getInput(), wanted, List.of(), limit);
        List<Expression> placed = expressions.stream().map(input::over).toList();
        return Operations.project(input.node(), placed, project.getRowType().getFieldNames());
    }

    private ExpressionTranslator expressions(RelNode input) {
        return scope.expressions(TypeMapping.toFields(input.getRowType()));
    }

    // ---- Reading: projections, filters and watermarks above a scan reach into it

    /**
     * The rows of a node that pass the filters, with at least the wanted columns.
     *
     * @param filters conjuncts over the node's columns
     */
    private Scanned read(RelNode node, Collection<Integer> wanted, List<Expression> filters, long limit) {
        if (node instanceof TableScan scan) {
            return new ScanPlanning(scope, scan).scan(wanted, filters, limit);
        }
        if (node instanceof Filter filter && !MarkJoins.isMarkJoin(filter.getInput())) {
            List<Expression> all = new ArrayList<>(filters);
            Operations.addConjuncts(expressions(filter.getInput()).translate(filter.getCondition()), all);
            return read(filter.getInput(), wanted, all, NO_LIMIT);
        }
        if (node instanceof LogicalWatermark watermark) {
            return watermark(watermark, wanted, filters);
        }
        PhysicalNode all =
                node instanceof Filter filter ? markFilter(filter) : plan(node, filters.isEmpty() ? limit : NO_LIMIT);
        int[] positions = IntStream.range(0, node.getRowType().getFieldCount()).toArray();
        return new Scanned(Operations.filter(all, filters), positions);
    }

    private Scanned watermark(LogicalWatermark watermark, Collection<Integer> wanted, List<Expression> filters) {
        if (!scope.isStream()) {
            return read(watermark.getInput(), wanted, filters, NO_LIMIT);
        }
        SortedSet<Integer> columns = new TreeSet<>(wanted);
        columns.add(watermark.timeColumn());
        columns.addAll(ExpressionRewriter.columnsOf(filters));
        Scanned input = read(watermark.getInput(), columns, List.of(), NO_LIMIT);
        PhysicalNode assigned = windows.assignWatermark(
                input.node(), input.positions()[watermark.timeColumn()], watermark.delayMicros());
        List<Expression> conjuncts = filters.stream().map(input::over).toList();
        return new Scanned(Operations.filter(assigned, conjuncts), input.positions());
    }

    private PhysicalNode markFilter(Filter filter) {
        Join join = (Join) filter.getInput();
        List<Expression> conjuncts = new ArrayList<>();
        Operations.addConjuncts(expressions(join).translate(filter.getCondition()), conjuncts);
        int mark = join.getRowType().getFieldCount() - 1;
        JoinType type = marks.joinType(conjuncts, mark);
        if (type == JoinType.MARK) {
            return Operations.filter(join(join), conjuncts);
        }
        PhysicalNode matched = join(join, type);
        List<Expression> others = conjuncts.stream()
                .filter(conjunct ->
                        !ExpressionRewriter.columnsOf(List.of(conjunct)).contains(mark))
                .toList();
        Literal constant = Literals.bool(type == JoinType.SEMI);
        List<Expression> columns = new ArrayList<>(Operations.allColumns(matched));
        columns.add(constant);
        return Operations.project(
                Operations.filter(matched, others), columns, join.getRowType().getFieldNames());
    }

    // ---- Joins

    private PhysicalNode join(Join join) {
        return join(join, joinType(join.getJoinType()));
    }

    private PhysicalNode join(Join join, JoinType type) {
        if (scope.isStream()) {
            throw PlanErrors.unsupportedInStream("JOIN", "it would have to keep all rows of both sides for ever.");
        }
        List<Field> fields = new ArrayList<>(TypeMapping.toFields(join.getLeft().getRowType()));
        fields.addAll(TypeMapping.toFields(join.getRight().getRowType()));
        Expression condition = scope.expressions(fields).translate(join.getCondition());
        JoinType exact =
                marks.exact(type, condition, join.getLeft().getRowType().getFieldCount());
        return joins.plan(exact, plan(join.getLeft()), plan(join.getRight()), condition);
    }

    private static JoinType joinType(JoinRelType type) {
        return switch (type) {
            case INNER -> JoinType.INNER;
            case LEFT -> JoinType.LEFT;
            case RIGHT -> JoinType.RIGHT;
            case FULL -> JoinType.FULL;
            case SEMI -> JoinType.SEMI;
            case ANTI -> JoinType.ANTI;
            case LEFT_MARK -> JoinType.MARK;
            case ASOF, LEFT_ASOF -> throw PlanErrors.unsupported("ASOF joins are not supported");
        };
    }

    // ---- The others

    private PhysicalNode aggregate(Aggregate aggregate) {
        if (scope.isStream()) {
            boolean distinct = aggregate.getAggCallList().isEmpty();
            throw PlanErrors.unsupportedInStream(
                    distinct ? "DISTINCT" : "GROUP BY without a window",
                    "its result would change with each row, and it would have to keep all groups for ever.");
        }
        return aggregates.plan(aggregate, plan(aggregate.getInput()));
    }

    private PhysicalNode sort(Sort sort) {
        boolean ordered = !sort.getCollation().getFieldCollations().isEmpty();
        if (scope.isStream()) {
            throw PlanErrors.unsupportedInStream(
                    ordered ? "ORDER BY" : "LIMIT", "it would have to wait for the end of the rows.");
        }
        long needed = ordered || sort.fetch == null
                ? NO_LIMIT
                : SortPlanning.localLimit(
                        SortPlanning.count(sort.fetch), sort.offset == null ? 0 : SortPlanning.count(sort.offset));
        return SortPlanning.plan(sort, plan(sort.getInput(), needed));
    }

    private PhysicalNode union(Union union) {
        List<Field> fields = TypeMapping.toFields(union.getRowType());
        List<PhysicalNode> inputs = new ArrayList<>();
        for (RelNode input : union.getInputs()) {
            inputs.add(Operations.convert(plan(input), fields));
        }
        PhysicalNode all = Unions.of(inputs, fields);
        if (union.all) {
            return all;
        }
        if (scope.isStream()) {
            throw PlanErrors.unsupportedInStream("UNION", "it would have to remember all rows; use UNION ALL.");
        }
        List<Integer> keys = IntStream.range(0, fields.size()).boxed().toList();
        return aggregates.aggregate(all, keys, List.of(), union.getRowType().getFieldNames());
    }

    private PhysicalNode values(Values values) {
        List<Field> fields = TypeMapping.toFields(values.getRowType());
        List<List<Literal>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Literal> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                row.add(literal(tuple.get(i), fields.get(i)));
            }
            rows.add(row);
        }
        return Operations.operation(
                new OperatorSpec.Values(rows),
                "Values",
                "values",
                List.of(),
                fields,
                Distribution.SINGLE,
                List.of(),
                Estimate.ofTypes(rows.size(), fields, true),
                List.of());
    }

    private Literal literal(RexLiteral literal, Field field) {
        Expression converted = Casts.to(Literals.translate(literal), field.type(), null);
        if (converted instanceof Literal constant) {
            return new Literal(constant.value(), field.type());
        }
        throw PlanErrors.unsupported("the value " + literal + " does not fit its column's type " + field.type());
    }
}
