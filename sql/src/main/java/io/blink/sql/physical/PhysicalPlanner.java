package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.Field;
import io.blink.sql.expression.Casts;
import io.blink.sql.expression.ExpressionTranslator;
import io.blink.sql.expression.Literals;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.logical.subquery.LogicalUnnest;
import io.blink.sql.logical.window.LogicalWatermark;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.logical.window.LogicalWindowAssign;
import io.blink.sql.over.LogicalOver;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.aggregate.BatchWindows;
import io.blink.sql.physical.aggregate.WindowNodes;
import io.blink.sql.physical.join.JoinPlanning;
import io.blink.sql.physical.join.MarkJoins;
import io.blink.sql.physical.match.MatchPlanning;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.node.Unions;
import io.blink.sql.physical.over.OverPlanning;
import io.blink.sql.physical.over.RankLimits;
import io.blink.sql.physical.over.RankRange;
import io.blink.sql.physical.sort.SortPlanning;
import io.blink.sql.physical.stream.StreamPlanning;
import io.blink.sql.physical.version.VersionedJoins;
import io.blink.sql.physical.version.VersionedSide;
import io.blink.sql.share.LogicalShared;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * One pass over the optimized logical tree, inputs first: each node becomes operations, with an exchange wherever the rows do not lie as it needs them.
 * The columns of each result are those of its logical node, types included. One statement, one thread; asks sources for their scans.
 */
final class PhysicalPlanner {
    private static final long NO_LIMIT = -1;

    private final PlanningScope scope;
    private final AggregatePlanning aggregates;
    private final JoinPlanning joins;
    private final OverTotals totals;
    private final StreamPlanning streams;
    private final MarkJoins marks = new MarkJoins();
    private final SharedReads shares = new SharedReads();

    PhysicalPlanner(PlanningScope scope) {
        this.scope = scope;
        this.aggregates = new AggregatePlanning(scope);
        this.joins = new JoinPlanning(scope, aggregates);
        this.totals = new OverTotals(scope, aggregates, joins);
        this.streams = new StreamPlanning(scope, aggregates, joins);
    }

    PhysicalNode plan(RelNode node) {
        return plan(node, NO_LIMIT);
    }

    /** @param limit rows that suffice, or -1 */
    private PhysicalNode plan(RelNode node, long limit) {
        if (node instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (node instanceof LogicalWindowAggregate window) {
            return window(window);
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
        if (node instanceof Match match) {
            RelNode rows = match.getInput();
            return new MatchPlanning(scope)
                    .plan(
                            match,
                            read(rows, allColumns(rows), List.of(), NO_LIMIT).node());
        }
        return read(node, allColumns(node), List.of(), limit).node();
    }

    private static List<Integer> allColumns(RelNode node) {
        return IntStream.range(0, node.getRowType().getFieldCount()).boxed().toList();
    }

    private ExpressionTranslator expressions(RelNode input) {
        return scope.expressions(TypeMapping.toFields(input.getRowType()));
    }

    // ---- Reading: what is wanted of a node, and what its rows must pass, reaches down into scans

    /**
     * The rows of a node that pass the filters, with the wanted columns.
     *
     * @param wanted columns of the node, ascending
     * @param filters conjuncts over the node's columns
     */
    private Scanned read(RelNode node, Collection<Integer> wanted, List<Expression> filters, long limit) {
        if (node instanceof TableScan scan) {
            return scan(new ScanPlanning(scope, scan), wanted, filters, limit);
        }
        if (node instanceof Filter filter) {
            return MarkJoins.isMarkJoin(filter.getInput())
                    ? markFilter(filter, wanted, filters)
                    : filter(filter, wanted, filters);
        }
        if (node instanceof Project project) {
            return project(project, wanted, filters, limit);
        }
        if (node instanceof LogicalWatermark watermark) {
            return watermark(watermark, wanted, filters);
        }
        if (node instanceof LogicalUnnest unnest) {
            return unnest(unnest, wanted, filters);
        }
        if (node instanceof LogicalWindowAssign assign) {
            return assign(assign, wanted, filters);
        }
        if (node instanceof Join join) {
            return join(join, joinType(join.getJoinType()), wanted, filters);
        }
        if (node instanceof LogicalOver over) {
            return over(over, wanted, filters);
        }
        if (node instanceof LogicalShared shared) {
            PhysicalNode rows = shares.rows(shared, this::plan);
            return Scanned.whole(SharedReads.filtered(rows, filters)).pruned(wanted);
        }
        if (!(node instanceof Aggregate
                || node instanceof LogicalWindowAggregate
                || node instanceof Sort
                || node instanceof Union
                || node instanceof Values
                || node instanceof Match)) {
            throw PlanErrors.unknownNode(node);
        }
        PhysicalNode all = plan(node, filters.isEmpty() ? limit : NO_LIMIT);
        return Scanned.whole(all).filtered(filters).pruned(wanted);
    }

    private Scanned scan(ScanPlanning scan, Collection<Integer> wanted, List<Expression> filters, long limit) {
        if (!scope.isStream() || !scan.isUpsert()) {
            return scan.scan(wanted, filters, limit).pruned(wanted);
        }
        SortedSet<Integer> columns = new TreeSet<>(wanted);
        columns.addAll(ExpressionRewriter.columnsOf(filters));
        columns.addAll(scan.primaryKey());
        Scanned rows = scan.scan(columns, List.of(), NO_LIMIT);
        PhysicalNode normalized = streams.normalized(rows.node(), rows.over(scan.primaryKey()));
        return new Scanned(normalized, rows.positions()).filtered(filters).pruned(wanted);
    }

    private Scanned filter(Filter filter, Collection<Integer> wanted, List<Expression> filters) {
        List<Expression> all = new ArrayList<>(filters);
        Operations.addConjuncts(expressions(filter.getInput()).translate(filter.getCondition()), all);
        return read(filter.getInput(), wanted, all, NO_LIMIT);
    }

    private Scanned project(Project project, Collection<Integer> wanted, List<Expression> filters, long limit) {
        List<Expression> expressions = expressions(project.getInput()).translateAll(project.getProjects());
        boolean through = ExpressionRewriter.inlinesCheaply(expressions, withUses(wanted, expressions, filters));
        List<Expression> below = new ArrayList<>();
        List<Integer> computed = new ArrayList<>(wanted);
        if (through) {
            filters.forEach(filter -> Operations.addConjuncts(ExpressionRewriter.inline(filter, expressions), below));
        } else {
            SortedSet<Integer> more = new TreeSet<>(wanted);
            more.addAll(ExpressionRewriter.columnsOf(filters));
            computed = List.copyOf(more);
        }
        List<Expression> chosen = computed.stream().map(expressions::get).toList();
        Scanned input = read(project.getInput(), ExpressionRewriter.columnsOf(chosen), below, limit);
        List<String> names =
                computed.stream().map(project.getRowType().getFieldNames()::get).toList();
        PhysicalNode projected = chosen.isEmpty()
                ? input.node()
                : Operations.project(
                        input.node(), chosen.stream().map(input::over).toList(), names);
        Scanned result = Scanned.of(projected, computed, expressions.size());
        return through ? result : result.filtered(filters).pruned(wanted);
    }

    private static List<Expression> withUses(
            Collection<Integer> wanted, List<Expression> expressions, List<Expression> filters) {
        List<Expression> uses = new ArrayList<>(filters);
        wanted.forEach(column ->
                uses.add(new InputColumn(column, expressions.get(column).type())));
        return uses;
    }

    private Scanned watermark(LogicalWatermark watermark, Collection<Integer> wanted, List<Expression> filters) {
        if (!scope.isStream()) {
            return read(watermark.getInput(), wanted, filters, NO_LIMIT);
        }
        SortedSet<Integer> columns = new TreeSet<>(wanted);
        columns.add(watermark.timeColumn());
        boolean ofRows = watermark.policy().delayMicros() != OperatorSpec.AssignWatermark.FROM_SOURCE;
        if (ofRows) {
            columns.addAll(ExpressionRewriter.columnsOf(filters));
        }
        Scanned input = read(watermark.getInput(), columns, ofRows ? List.of() : filters, NO_LIMIT);
        PhysicalNode assigned =
                streams.assignWatermark(input.node(), input.positions()[watermark.timeColumn()], watermark.policy());
        Scanned result = new Scanned(assigned, input.positions());
        return (ofRows ? result.filtered(filters) : result).pruned(wanted);
    }

    /** Filters that drop the same rows ahead of the windows go on below. */
    private Scanned assign(LogicalWindowAssign assign, Collection<Integer> wanted, List<Expression> filters) {
        int width = assign.windowStartColumn();
        Map<Boolean, List<Expression>> byPlace = filters.stream()
                .collect(Collectors.partitioningBy(filter -> assign.commutesWithFilterOn(
                        ImmutableBitSet.of(ExpressionRewriter.columnsOf(List.of(filter))))));
        SortedSet<Integer> columns = new TreeSet<>(wanted);
        columns.addAll(ExpressionRewriter.columnsOf(byPlace.get(false)));
        columns.removeIf(column -> column >= width);
        columns.add(assign.timeColumn());
        columns.addAll(assign.partitionKeys().asList());
        Scanned input = read(assign.getInput(), columns, byPlace.get(true), NO_LIMIT);
        PhysicalNode assigned = scope.isStream()
                ? streams.assign(assign, input)
                : WindowNodes.assign(input.node(), assign.window(), input.positions()[assign.timeColumn()], List.of());
        int[] positions = Arrays.copyOf(input.positions(), assign.getRowType().getFieldCount());
        for (int i = width; i < positions.length; i++) {
            positions[i] = input.node().output().size() + i - width;
        }
        return new Scanned(assigned, positions).filtered(byPlace.get(false)).pruned(wanted);
    }

    /** Of the calls those that are wanted or filtered by; filters on columns that partition all of them reach further down. */
    private Scanned over(LogicalOver over, Collection<Integer> wanted, List<Expression> filters) {
        SortedSet<Integer> needed = new TreeSet<>(wanted);
        needed.addAll(ExpressionRewriter.columnsOf(filters));
        List<OverGroup> groups = over.groupsOf(needed::contains);
        int width = over.getInput().getRowType().getFieldCount();
        SortedSet<Integer> below = new TreeSet<>(needed.headSet(width));
        groups.forEach(group -> below.addAll(group.columns().asList()));
        below.addAll(lateColumns(over.getInput()));
        Scanned input = read(over.getInput(), below, List.of(), NO_LIMIT);
        List<OverGroup> placed = groups.stream()
                .map(group -> group.renumbered(column -> input.positions()[column]))
                .toList();
        List<Integer> calls = List.copyOf(needed.tailSet(width));
        int[] positions = Arrays.copyOf(input.positions(), over.getRowType().getFieldCount());
        Arrays.fill(positions, width, positions.length, -1);
        for (int i = 0; i < calls.size(); i++) {
            positions[calls.get(i)] = input.node().output().size() + i;
        }
        if (scope.isStream() && calls.size() == 1) {
            OverGroup group = placed.get(0);
            Optional<RankRange> range = streams.ranks(group, input.node(), filters, calls.get(0));
            if (range.isPresent()) {
                List<Expression> others = range.get().others();
                SortedSet<Integer> used = new TreeSet<>(wanted);
                used.addAll(ExpressionRewriter.columnsOf(others));
                boolean rankWanted = used.contains(calls.get(0));
                PhysicalNode ranks = streams.firstRanks(group, input.node(), range.get(), rankWanted);
                positions[calls.get(0)] = rankWanted ? positions[calls.get(0)] : -1;
                return new Scanned(ranks, positions).filtered(others).pruned(wanted);
            }
        }
        Optional<RankLimits.Found> limit = RankLimits.find(filters, placed, calls);
        PhysicalNode node = placed.isEmpty() ? input.node() : over(input.node(), placed, limit);
        return new Scanned(node, positions).filtered(filters).pruned(wanted);
    }

    private PhysicalNode over(PhysicalNode input, List<OverGroup> groups, Optional<RankLimits.Found> limit) {
        if (scope.isStream()) {
            return streams.over(input, groups, limit);
        }
        return totals.serves(groups, input)
                ? totals.plan(input, groups)
                : OverPlanning.plan(
                        input,
                        groups,
                        limit.map(RankLimits.Found::group).orElse(null),
                        limit.map(RankLimits.Found::limit).orElse(null));
    }

    /** Filters on what is not an element go on below. */
    private Scanned unnest(LogicalUnnest unnest, Collection<Integer> wanted, List<Expression> filters) {
        int width = unnest.getInput().getRowType().getFieldCount();
        Map<Boolean, List<Expression>> byPlace = filters.stream()
                .collect(Collectors.partitioningBy(filter ->
                        ExpressionRewriter.columnsOf(List.of(filter)).stream().allMatch(column -> column < width)));
        SortedSet<Integer> kept = new TreeSet<>(wanted);
        kept.addAll(ExpressionRewriter.columnsOf(byPlace.get(false)));
        kept.removeIf(column -> column >= width);
        SortedSet<Integer> read = new TreeSet<>(kept);
        read.add(unnest.collection());
        Scanned input = read(unnest.getInput(), read, byPlace.get(true), NO_LIMIT);
        return UnnestPlanning.plan(unnest, input, kept)
                .filtered(byPlace.get(false))
                .pruned(wanted);
    }

    // ---- Joins

    private Scanned join(Join join, JoinType type, Collection<Integer> wanted, List<Expression> filters) {
        Optional<VersionedSide> versions = VersionedSide.of(join.getRight());
        if (versions.isPresent()) {
            return new VersionedJoins(scope, (node, columns) -> read(node, columns, List.of(), NO_LIMIT))
                    .plan(join, type, versions.get(), wanted, filters);
        }
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int rightWidth = join.getRight().getRowType().getFieldCount();
        List<Field> fields = new ArrayList<>(TypeMapping.toFields(join.getLeft().getRowType()));
        fields.addAll(TypeMapping.toFields(join.getRight().getRowType()));
        Expression condition = scope.expressions(fields).translate(join.getCondition());
        SortedSet<Integer> needed = new TreeSet<>(wanted);
        needed.addAll(ExpressionRewriter.columnsOf(filters));
        if (!type.emitsRightColumns()) {
            needed.removeIf(column -> column >= leftWidth);
        }
        needed.addAll(ExpressionRewriter.columnsOf(List.of(condition)));
        Scanned left = read(join.getLeft(), needed.headSet(leftWidth), List.of(), NO_LIMIT);
        List<Integer> rightColumns = needed.tailSet(leftWidth).stream()
                .map(column -> column - leftWidth)
                .toList();
        Scanned right = read(join.getRight(), rightColumns, List.of(), NO_LIMIT);
        int[] both = left.beside(right);
        Expression placed = ExpressionRewriter.renumber(condition, column -> both[column]);
        JoinType exact = marks.exact(type, placed, left.node().output().size());
        PhysicalNode joined = scope.isStream()
                ? streams.join(join, exact, left.node(), right.node(), placed)
                : joins.plan(exact, left.node(), right.node(), placed, JoinAdvice.of(join));
        int width = type.emitsRightColumns() ? leftWidth + rightWidth : leftWidth;
        int[] positions = type == JoinType.MARK ? left.besideMark() : Arrays.copyOf(both, width);
        return new Scanned(joined, positions).filtered(filters).pruned(wanted);
    }

    /** A filter that uses the mark of the join below. */
    private Scanned markFilter(Filter filter, Collection<Integer> wanted, List<Expression> filters) {
        Join join = (Join) filter.getInput();
        List<Expression> conjuncts = new ArrayList<>(filters);
        Operations.addConjuncts(expressions(join).translate(filter.getCondition()), conjuncts);
        int mark = join.getRowType().getFieldCount() - 1;
        JoinType type = marks.joinType(conjuncts, mark);
        if (type == JoinType.MARK) {
            return join(join, type, wanted, conjuncts);
        }
        List<Expression> others = conjuncts.stream()
                .filter(conjunct ->
                        !ExpressionRewriter.columnsOf(List.of(conjunct)).contains(mark))
                .toList();
        List<Integer> left = wanted.stream().filter(column -> column != mark).toList();
        Scanned matched = join(join, type, left, others);
        if (!wanted.contains(mark)) {
            return Scanned.of(matched.node(), left, mark + 1);
        }
        PhysicalNode marked = Operations.append(matched.node(), List.of(Literals.bool(type == JoinType.SEMI)), "mark$");
        return Scanned.of(marked, List.copyOf(wanted), mark + 1);
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
        SortedSet<Integer> wanted = new TreeSet<>(aggregate.getGroupSet().asList());
        addArguments(aggregate.getAggCallList(), wanted);
        Scanned input = read(aggregate.getInput(), wanted, List.of(), NO_LIMIT);
        return scope.isStream() ? streams.aggregate(aggregate, input) : aggregates.plan(aggregate, input);
    }

    private PhysicalNode window(LogicalWindowAggregate window) {
        SortedSet<Integer> wanted = new TreeSet<>(window.groupSet().asList());
        wanted.add(window.timeColumn());
        addArguments(window.calls(), wanted);
        wanted.addAll(lateColumns(window.getInput()));
        Scanned input = read(window.getInput(), wanted, List.of(), NO_LIMIT);
        return scope.isStream() ? streams.aggregate(window, input) : BatchWindows.plan(window, input, aggregates);
    }

    /** Columns of rows that may be late at their reader: what logical planning has left is for it or for the table of late rows. */
    private List<Integer> lateColumns(RelNode input) {
        int width = input.getRowType().getFieldCount();
        return scope.takesLateAside() ? IntStream.range(0, width).boxed().toList() : List.of();
    }

    private static void addArguments(List<AggregateCall> calls, Collection<Integer> columns) {
        for (AggregateCall call : calls) {
            columns.addAll(call.getArgList());
            columns.addAll(call.getCollation().getKeys());
            if (call.filterArg >= 0) {
                columns.add(call.filterArg);
            }
        }
    }

    private PhysicalNode sort(Sort sort) {
        if (scope.isStream()) {
            return streams.sort(sort, plan(sort.getInput()));
        }
        boolean ordered = !sort.getCollation().getFieldCollations().isEmpty();
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
            return streams.distinct(all);
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
