package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.Field;
import io.blink.sql.expression.ExpressionTranslator;
import io.blink.sql.logical.subquery.LogicalUnnest;
import io.blink.sql.logical.window.LogicalWatermark;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.logical.window.LogicalWindowAssign;
import io.blink.sql.over.LogicalOver;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.aggregate.BatchWindows;
import io.blink.sql.physical.aggregate.WindowNodes;
import io.blink.sql.physical.join.JoinPlanning;
import io.blink.sql.physical.join.MarkJoins;
import io.blink.sql.physical.match.MatchPlanning;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.InputReader;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.node.Unions;
import io.blink.sql.physical.sort.SortPlanning;
import io.blink.sql.physical.stream.StreamPlanning;
import io.blink.sql.share.LogicalShared;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * One pass over the optimized logical tree, inputs first: each node becomes operations, with an exchange wherever the rows do not lie as it needs them.
 * The columns of each result are those of its logical node, types included. One statement, one thread; asks sources for their scans.
 */
final class PhysicalPlanner {
    private static final long NO_LIMIT = -1;

    private final PlanningScope scope;
    private final AggregatePlanning aggregates;
    private final StreamPlanning streams;
    private final JoinReads joins;
    private final OverReads overs;
    private final SharedReads shares = new SharedReads();

    PhysicalPlanner(PlanningScope scope) {
        this.scope = scope;
        this.aggregates = new AggregatePlanning(scope);
        JoinPlanning joinPlanning = new JoinPlanning(scope, aggregates);
        this.streams = new StreamPlanning(scope, aggregates, joinPlanning);
        InputReader inputs = (node, wanted) -> read(node, wanted, List.of(), NO_LIMIT);
        this.joins = new JoinReads(scope, joinPlanning, streams, inputs);
        this.overs = new OverReads(scope, new OverTotals(scope, aggregates, joinPlanning), streams, inputs);
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
            return ValuesPlanning.plan(values);
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
                    ? joins.filtered(filter, wanted, filters)
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
            return joins.read(join, wanted, filters);
        }
        if (node instanceof LogicalOver over) {
            return overs.read(over, wanted, filters);
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
        if (scan.movesChanges()) {
            SortedSet<Integer> withKey = new TreeSet<>(wanted);
            withKey.addAll(scan.primaryKey());
            return scan.scan(withKey, filters, limit).pruned(wanted);
        }
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
        wanted.addAll(scope.lateColumns(window.getInput()));
        Scanned input = read(window.getInput(), wanted, List.of(), NO_LIMIT);
        return scope.isStream() ? streams.aggregate(window, input) : BatchWindows.plan(window, input, aggregates);
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
}
