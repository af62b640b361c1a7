package io.blink.sql.physical.stream;

import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.catalog.WatermarkOptions;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlOptions;
import io.blink.sql.SqlOptions.AggregatePhases;
import io.blink.sql.logical.window.LogicalWatermark;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.logical.window.LogicalWindowAssign;
import io.blink.sql.physical.aggregate.AggregateCalls;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.aggregate.WindowNodes;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.node.TimeAttribute;
import io.blink.sql.physical.node.Watermarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Windows of a stream: their rows are complete when the watermark reaches their end. */
final class StreamWindows {
    private final PlanningScope scope;
    private final AggregatePlanning aggregates;
    private final WindowScopes scopes;
    private final FiringWindows firing;
    private final RemainingRows remaining;

    StreamWindows(PlanningScope scope, AggregatePlanning aggregates, WindowScopes scopes) {
        this.scope = scope;
        this.aggregates = aggregates;
        this.scopes = scopes;
        this.firing = new FiringWindows(scope.settings());
        this.remaining = new RemainingRows(scope);
    }

    static PhysicalNode assignWatermark(PhysicalNode input, int timeColumn, LogicalWatermark.Policy policy) {
        if (policy.alignment() != null && !isOfScan(input)) {
            throw PlanErrors.unsupported(
                    "The watermark of a table that tells only the new contents of its rows cannot be aligned: leave out '"
                            + WatermarkOptions.ALIGNMENT_GROUP.key() + "'");
        }
        OperatorSpec spec = new OperatorSpec.AssignWatermark(
                timeColumn, policy.delayMicros(), policy.idleTimeoutMillis(), policy.emission(), policy.alignment());
        return Operations.keeping(input, spec, "AssignWatermark", input.estimate());
    }

    /** Whether the rows come from a scan in the same task, which can be held. */
    private static boolean isOfScan(PhysicalNode node) {
        return node instanceof PhysicalNode.Operation operation
                && (operation.spec() instanceof OperatorSpec.TableScan
                        || operation.inputs().size() == 1 && isOfScan(operation.onlyInput()));
    }

    /** The rows with the windows' bounds behind their columns. */
    PhysicalNode assign(LogicalWindowAssign assign, Scanned rows) {
        int timeColumn = rows.positions()[assign.timeColumn()];
        List<Integer> keys = rows.over(assign.partitionKeys().asList());
        PhysicalNode input = timed(clocked(rows.node(), timeColumn), timeColumn);
        if (assign.window().kind() != TimeWindow.Kind.SESSION) {
            return WindowNodes.assign(input, assign.window(), timeColumn, keys);
        }
        PhysicalNode grouped = Exchanges.keyed(sessionRows(input, false), keys);
        return WindowNodes.assign(grouped, assign.window(), timeColumn, keys);
    }

    PhysicalNode aggregate(LogicalWindowAggregate window, Scanned rows) {
        List<Integer> keys = rows.over(window.groupSet().asList());
        int timeColumn = rows.positions()[window.timeColumn()];
        PhysicalNode rowsWithTime = timed(clocked(rows.node(), timeColumn), timeColumn);
        List<AggregateCall> calls = window.calls().stream()
                .map(call -> AggregateCalls.overRows(call, rows))
                .toList();
        PhysicalNode input = takenBack(window.window(), rowsWithTime, keys, calls);
        PhysicalNode node = firing.isOn()
                ? firing.plan(window, input, timeColumn, keys, calls)
                : atTheEnd(window, input, timeColumn, keys, calls);
        return WindowNodes.declared(node, window, keys.size());
    }

    /** Rows that windows can take, though they change: else those that remain at the end of bounded ones. */
    private PhysicalNode takenBack(
            TimeWindow window, PhysicalNode input, List<Integer> keys, List<AggregateCall> calls) {
        if (window.kind() == TimeWindow.Kind.SESSION) {
            return sessionRows(input, firing.isOn());
        }
        if (input.changes().insertOnly()
                || StreamAggregates.unkeyed(input, keys, calls).isEmpty()) {
            return input;
        }
        return remaining(
                input,
                "Windows over rows that change are not kept by ARRAY, MAP or ROW; group by parts of them, or by their text (CAST)");
    }

    /** Rows that sessions can take, though they change: state finds them by all of their columns. */
    private PhysicalNode sessionRows(PhysicalNode input, boolean severalTimes) {
        List<Integer> all = AggregatePlanning.firstColumns(input.output().size());
        Optional<Field> unkeyed = StreamAggregates.unkeyed(input, all, List.of());
        if (input.changes().insertOnly() || unkeyed.isEmpty() && !severalTimes) {
            return input;
        }
        return remaining(
                input,
                severalTimes
                        ? "A SESSION over rows that change is emitted once, at its end: RESET '"
                                + SqlOptions.EARLY_FIRE.key() + "' and '" + SqlOptions.ALLOWED_LATENESS.key()
                                + "' for this statement"
                        : "A SESSION over rows that change finds them by their columns, and '"
                                + unkeyed.get().name() + "' is " + unkeyed.get().type()
                                + "; leave it out or select its elements");
    }

    private PhysicalNode remaining(PhysicalNode input, String refusal) {
        if (!remaining.isKnown()) {
            throw PlanErrors.unsupported(refusal);
        }
        return remaining.of(input);
    }

    private PhysicalNode atTheEnd(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls) {
        boolean session = window.window().kind() == TimeWindow.Kind.SESSION;
        if (!input.changes().insertOnly() && !session) {
            return finished(window, AggregatePhase.SINGLE, Exchanges.keyed(input, keys), keys, calls, timeColumn);
        }
        return input.changes().insertOnly() && isIncremental(window.window(), calls)
                ? incremental(window, input, timeColumn, keys, calls)
                : ofRows(window, input, timeColumn, keys, calls);
    }

    /** Whether the results of a window come of those of its parts. */
    static boolean isIncremental(TimeWindow window, List<AggregateCall> calls) {
        boolean distinctMerges = window.kind() == TimeWindow.Kind.TUMBLE;
        return calls.stream()
                .noneMatch(call ->
                        call.function().isHolistic() || call.user() != null || (call.distinct() && !distinctMerges));
    }

    /** The rows of each window are kept until it ends. */
    private PhysicalNode ofRows(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls) {
        boolean session = window.window().kind() == TimeWindow.Kind.SESSION;
        PhysicalNode placed = session ? Exchanges.keyed(input, keys) : input;
        PhysicalNode assigned = WindowNodes.assign(placed, window.window(), timeColumn, session ? keys : List.of());
        int start = input.output().size();
        List<Integer> allKeys = new ArrayList<>(keys);
        allKeys.addAll(List.of(start, start + 1));
        List<String> names = new ArrayList<>(window.getRowType().getFieldNames());
        List<String> bounds = List.copyOf(names.subList(names.size() - 2, names.size()));
        names.removeAll(bounds);
        names.addAll(keys.size(), bounds);
        PhysicalNode groups = scopes.aggregate(
                assigned, allKeys, start + 1, rows -> aggregates.aggregate(rows, allKeys, calls, names));
        List<Integer> columns = new ArrayList<>(AggregatePlanning.firstColumns(keys.size()));
        for (int i = 0; i < calls.size(); i++) {
            columns.add(keys.size() + 2 + i);
        }
        columns.addAll(List.of(keys.size(), keys.size() + 1));
        return Operations.select(groups, columns);
    }

    private PhysicalNode incremental(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls) {
        boolean distinct = calls.stream().anyMatch(AggregateCall::distinct);
        boolean inPlace = Exchanges.isKeyed(input, keys);
        boolean session = window.window().kind() == TimeWindow.Kind.SESSION;
        if (session
                || distinct
                || inPlace
                || scope.aggregatePhases() == AggregatePhases.ONE_PHASE
                || scope.takesLateAside()) {
            PhysicalNode grouped = Exchanges.keyed(input, keys);
            return finished(window, AggregatePhase.SINGLE, grouped, keys, calls, timeColumn);
        }
        PhysicalNode partial = partial(window, input, timeColumn, keys, calls);
        List<Integer> partialKeys = AggregatePlanning.firstColumns(keys.size());
        List<AggregateCall> merged = AggregateCalls.overPartials(calls, keys.size() + 1);
        PhysicalNode exchanged = Exchanges.keyed(partial, partialKeys);
        return finished(window, AggregatePhase.FINAL, exchanged, partialKeys, merged, keys.size());
    }

    /** Where the column is processing time, rows get it here, and their watermark follows the clock: that of the table's event time would close the windows. */
    private PhysicalNode clocked(PhysicalNode input, int timeColumn) {
        boolean clock = TimeAttribute.of(input, timeColumn) == TimeAttribute.PROCESSING
                && input.output().get(timeColumn).type().kind() == TypeKind.TIMESTAMP_LTZ;
        if (!clock) {
            return input;
        }
        boolean changes = !input.changes().insertOnly();
        if (changes && !remaining.isKnown()) {
            throw PlanErrors.unsupported(
                    "A window over '"
                            + input.output().get(timeColumn).name()
                            + "', which is processing time, of rows that change is not supported, since a row is taken back at another moment than it came: use an event time");
        }
        return assignProcessingTime(changes ? remaining.of(input) : input, timeColumn);
    }

    /** Each row gets the moment at which it passes, and the watermark follows the clock. */
    static PhysicalNode assignProcessingTime(PhysicalNode input, int timeColumn) {
        return Operations.keeping(
                input, new OperatorSpec.AssignProcessingTime(timeColumn), "AssignProcessingTime", input.estimate());
    }

    /** Windows over another column than that of the watermark would be emitted while their rows still come. Of rows that end, they are emitted at the end, which no watermark anticipates. */
    private PhysicalNode timed(PhysicalNode input, int timeColumn) {
        TimeAttribute attribute = TimeAttribute.of(input, timeColumn);
        if (attribute == TimeAttribute.EVENT || Watermarks.isConstant(input)) {
            return input;
        }
        if (!scope.unbounded()) {
            return Watermarks.follow(input) ? remaining.of(input) : input;
        }
        String time = input.output().get(timeColumn).name();
        if (attribute == TimeAttribute.PROCESSING) {
            throw PlanErrors.unsupported("A window over '" + time
                    + "', which is PROCTIME() converted to another type, is not supported: leave it as it is");
        }
        if (Watermarks.follow(input)) {
            throw PlanErrors.unsupported(
                    "A window over '" + time
                            + "' in a streaming job requires it to be a time attribute, but the watermark is that of another column: take the column of WATERMARK FOR as it is, the window_time of an earlier window, or PROCTIME()");
        }
        throw PlanErrors.unsupported("A window over '" + time
                + "' in a streaming job needs to know when it is complete: declare WATERMARK FOR " + time
                + " AS " + time + " - INTERVAL '5' SECOND in the table");
    }

    private static PhysicalNode partial(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls) {
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(input.output().get(key)));
        output.add(new Field("window_start", timeType(input, timeColumn)));
        output.addAll(AggregateCalls.partialFields(calls));
        OperatorSpec spec =
                new OperatorSpec.WindowAggregate(AggregatePhase.PARTIAL, timeColumn, window.window(), keys, calls);
        return operation(window, "PartialWindowAggregate", spec, input, output, keys, calls, Distribution.ARBITRARY);
    }

    private static PhysicalNode finished(
            LogicalWindowAggregate window,
            AggregatePhase phase,
            PhysicalNode input,
            List<Integer> keys,
            List<AggregateCall> calls,
            int timeColumn) {
        List<Field> output = output(window, input, keys, calls, timeColumn);
        boolean retracts = !input.changes().insertOnly();
        OperatorSpec spec = new OperatorSpec.WindowAggregate(phase, timeColumn, window.window(), keys, calls, retracts);
        List<Integer> positions = new ArrayList<>();
        for (int column = 0; column < input.output().size(); column++) {
            positions.add(keys.indexOf(column));
        }
        Distribution distribution = input.distribution().mapped(positions);
        return operation(window, "WindowAggregate", spec, input, output, keys, calls, distribution);
    }

    /** Group keys, aggregates, start and end. */
    static List<Field> output(
            LogicalWindowAggregate window,
            PhysicalNode input,
            List<Integer> keys,
            List<AggregateCall> calls,
            int timeColumn) {
        List<String> names = window.getRowType().getFieldNames();
        List<Field> output = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            output.add(new Field(names.get(i), input.output().get(keys.get(i)).type()));
        }
        for (int i = 0; i < calls.size(); i++) {
            output.add(new Field(names.get(keys.size() + i), calls.get(i).type()));
        }
        DataType time = timeType(input, timeColumn);
        output.add(new Field(names.get(names.size() - 2), time));
        output.add(new Field(names.get(names.size() - 1), time));
        return output;
    }

    private static PhysicalNode operation(
            LogicalWindowAggregate window,
            String name,
            OperatorSpec spec,
            PhysicalNode input,
            List<Field> output,
            List<Integer> keys,
            List<AggregateCall> calls,
            Distribution distribution) {
        String meaning =
                AggregatePlanning.meaning(spec, input.output(), keys, calls) + " " + name + " in " + window.window();
        Estimate estimate = AggregatePlanning.groups(input.estimate(), keys, output);
        return Operations.changing(
                spec,
                name,
                meaning,
                List.of(input),
                output,
                distribution,
                estimate,
                Changes.INSERT_ONLY,
                List.of(BeforeNeed.ALWAYS));
    }

    private static DataType timeType(PhysicalNode input, int timeColumn) {
        return input.output().get(timeColumn).type().withNullable(false);
    }
}
