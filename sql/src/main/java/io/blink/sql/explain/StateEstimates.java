package io.blink.sql.explain;

import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.Watermarks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** What the operators of a stream keep in state tables, how large that is, and for how long. Sizes follow from the widths of columns, numbers from statistics where a table has them. */
final class StateEstimates {
    /** Length, hash and place in the index of a record. */
    private static final int RECORD_BYTES = 28;

    private static final int ALIGNMENT = 8;
    private static final int COUNT_BYTES = 8;
    private static final long MICROS_PER_MILLI = 1000;

    private final Operation operation;
    private final List<KeptState> kept = new ArrayList<>();

    private StateEstimates(Operation operation) {
        this.operation = operation;
    }

    /** Of an operator of a stream; empty for one that keeps nothing. */
    static List<KeptState> of(Operation operation) {
        StateEstimates estimates = new StateEstimates(operation);
        estimates.add(operation.spec());
        return estimates.kept;
    }

    private void add(OperatorSpec spec) {
        if (spec instanceof OperatorSpec.GroupAggregate aggregate) {
            groups(aggregate);
        } else if (spec instanceof OperatorSpec.SplitDistinct split) {
            Stream<Double> keys = columns(0, split.groupKeys());
            untouched(
                    "different " + names(split.distinctArguments()) + " of each group",
                    COUNT_BYTES + record(Stream.concat(keys, columns(0, split.distinctArguments()))),
                    OptionalDouble.empty(),
                    split.stateTtlMillis());
        } else if (spec instanceof OperatorSpec.WindowAggregate window) {
            windows(window.phase(), window.groupKeys(), window.calls(), window.retracts(), window.window(), 0);
        } else if (spec instanceof OperatorSpec.FiringWindowAggregate window) {
            long lateness = window.firing().allowedLatenessMillis() * MICROS_PER_MILLI;
            windows(
                    AggregatePhase.SINGLE,
                    window.groupKeys(),
                    window.calls(),
                    window.retracts(),
                    window.window(),
                    lateness);
        } else if (spec instanceof OperatorSpec.WindowAssign window
                && window.window().kind() == TimeWindow.Kind.SESSION) {
            add("rows", rowBytes(0), "until their session ends: " + gap(window.window()));
        } else if (spec instanceof OperatorSpec.MarkLate late
                && late.window() != null
                && late.window().kind() == TimeWindow.Kind.SESSION) {
            add(
                    "bounds of sessions",
                    record(columns(0, late.keys())) + 2 * COUNT_BYTES,
                    "until they end: " + gap(late.window(), late.graceMicros()));
        } else if (spec instanceof OperatorSpec.WindowScope) {
            for (int input = 0; input < operation.inputs().size(); input++) {
                add(side("rows", input), rowBytes(input), "until the watermark passes the end of their window");
            }
        } else if (spec instanceof OperatorSpec.StreamJoin join) {
            untouched("left rows", rowBytes(0) + COUNT_BYTES, rows(0), join.leftTtlMillis());
            untouched("right rows", rowBytes(1) + COUNT_BYTES, rows(1), join.rightTtlMillis());
        } else if (spec instanceof OperatorSpec.IntervalJoin join) {
            add("left rows", rowBytes(0), whileInInterval(-join.lowerMicros()));
            add("right rows", rowBytes(1), whileInInterval(join.upperMicros()));
        } else if (spec instanceof OperatorSpec.TemporalJoin join) {
            add("left rows", rowBytes(0), KeptState.forEventTime(0));
            add("right versions", rowBytes(1), KeptState.forVersions(join.keptMicros()));
        } else if (spec instanceof OperatorSpec.KeptLookup lookup) {
            List<DataType> found =
                    lookup.tableFields().stream().map(Field::type).toList();
            double bytes = record(Stream.concat(columns(0, lookup.rowKey()), widths(found))) + 2 * COUNT_BYTES;
            untouched("rows found", bytes, ownRows(), lookup.stateTtlMillis());
        } else {
            addUnary(spec);
        }
    }

    private void addUnary(OperatorSpec spec) {
        if (spec instanceof OperatorSpec.Deduplicate deduplicate) {
            double bytes = deduplicate.keepsFirstToCome() ? record(columns(0, deduplicate.keys())) : rowBytes(0);
            untouched("keys", bytes, ownRows(), deduplicate.stateTtlMillis());
        } else if (spec instanceof OperatorSpec.StreamRank rank) {
            OptionalDouble all = rank.retracting() ? rows(0) : OptionalDouble.empty();
            String what = rank.retracting() ? "all rows" : "at most " + rank.to() + " rows of each partition";
            untouched(what, rowBytes(0) + COUNT_BYTES, all, rank.stateTtlMillis());
        } else if (spec instanceof OperatorSpec.StreamOver over) {
            over(over);
        } else if (spec instanceof OperatorSpec.Match match) {
            String life = match.withinMicros() < 0
                    ? "while a match that begins with them may go on: WITHIN would bound that"
                    : KeptState.forEventTime(match.withinMicros());
            add("rows", rowBytes(0), life);
        } else if (spec instanceof OperatorSpec.ChangelogNormalize normalize) {
            untouched("keys", rowBytes(0), rows(0), normalize.stateTtlMillis());
        } else if (spec instanceof OperatorSpec.UpsertMaterialize materialize) {
            untouched("rows", rowBytes(0) + COUNT_BYTES, rows(0), materialize.stateTtlMillis());
        } else if (spec instanceof OperatorSpec.Materialize) {
            kept.add(new KeptState("rows", rowBytes(0), rows(0), "until the input ends"));
        }
    }

    private String whileInInterval(long micros) {
        return Watermarks.followClock(operation) ? KeptState.forProcessingTime(micros) : KeptState.forEventTime(micros);
    }

    private void groups(OperatorSpec.GroupAggregate aggregate) {
        if (aggregate.phase() == AggregatePhase.PARTIAL) {
            return;
        }
        boolean global = aggregate.groupKeys().isEmpty();
        double bytes = record(Stream.concat(
                columns(0, aggregate.groupKeys()), accumulators(aggregate.calls(), aggregate.retracts())));
        untouched(
                global ? "one group" : "groups",
                bytes + (aggregate.retracts() ? COUNT_BYTES : 0),
                global ? OptionalDouble.of(1) : ownRows(),
                aggregate.stateTtlMillis());
        Set<List<Integer>> distinct = new HashSet<>();
        for (AggregateCall call : aggregate.calls()) {
            boolean different =
                    isExtreme(call) ? aggregate.retracts() : call.distinct() && distinct.add(call.arguments());
            if (different || isHeld(call, aggregate.retracts())) {
                untouched(
                        (different ? "different values" : "values") + " of each group for " + call.function() + "("
                                + names(call.arguments()) + ")",
                        COUNT_BYTES
                                + record(
                                        Stream.concat(columns(0, aggregate.groupKeys()), widths(call.argumentTypes()))),
                        OptionalDouble.empty(),
                        aggregate.stateTtlMillis());
            }
        }
    }

    /** Whether the arguments themselves are kept. */
    private static boolean isHeld(AggregateCall call, boolean retracts) {
        return !isExtreme(call)
                && (retracts
                        ? !call.function().isRetractable()
                        : call.function().isHolistic());
    }

    private static boolean isExtreme(AggregateCall call) {
        return call.function() == AggregateFunction.MIN || call.function() == AggregateFunction.MAX;
    }

    private static Stream<Double> accumulators(List<AggregateCall> calls, boolean retracts) {
        return calls.stream()
                .filter(call -> !isHeld(call, retracts) && !(retracts && isExtreme(call)))
                .flatMap(call -> widths(retracts ? call.retractablePartialTypes() : call.partialTypes()));
    }

    private void windows(
            AggregatePhase phase,
            List<Integer> keys,
            List<AggregateCall> calls,
            boolean retracts,
            TimeWindow window,
            long lateMicros) {
        if (phase == AggregatePhase.PARTIAL) {
            return;
        }
        double bytes = record(Stream.concat(columns(0, keys), accumulators(calls, retracts))) + COUNT_BYTES;
        if (window.kind() == TimeWindow.Kind.SESSION) {
            add("sessions of each group", bytes, "until they end: " + gap(window, lateMicros));
            return;
        }
        long slices = window.isShared() ? window.sizeMicros() / window.sliceMicros() : 1;
        String what = slices == 1 ? "groups of each window" : "groups of each slice (" + slices + " make a window)";
        add(what, bytes, KeptState.forEventTime(window.sizeMicros() + lateMicros));
    }

    private static String gap(TimeWindow window) {
        return gap(window, 0);
    }

    private static String gap(TimeWindow window, long lateMicros) {
        return KeptState.forEventTime(window.sizeMicros() + lateMicros).replace("them", "their last row");
    }

    private void over(OperatorSpec.StreamOver over) {
        if (over.eventTime()) {
            add(
                    "rows",
                    rowBytes(0),
                    "until the watermark passes them, and while frames of later rows reach back to them");
        }
        Stream<Double> calls = over.calls().stream().map(call -> Estimate.width(call.type()));
        untouched(
                "partitions",
                record(Stream.concat(columns(0, over.partitionKeys()), calls)),
                OptionalDouble.empty(),
                over.stateTtlMillis());
    }

    private void add(String what, double bytes, String life) {
        kept.add(new KeptState(what, bytes, OptionalDouble.empty(), life));
    }

    private void untouched(String what, double bytes, OptionalDouble count, long ttlMillis) {
        kept.add(KeptState.untouched(what, bytes, count, ttlMillis));
    }

    private String side(String what, int input) {
        return operation.inputs().size() == 1 ? what : (input == 0 ? "left " : "right ") + what;
    }

    private OptionalDouble ownRows() {
        return known(operation.estimate());
    }

    private OptionalDouble rows(int input) {
        return known(operation.inputs().get(input).estimate());
    }

    private static OptionalDouble known(Estimate estimate) {
        return estimate.known() ? OptionalDouble.of(estimate.rows()) : OptionalDouble.empty();
    }

    private double rowBytes(int input) {
        PhysicalNode rows = operation.inputs().get(input);
        return record(rows.estimate().columns().stream().map(Estimate.ColumnEstimate::bytes));
    }

    private Stream<Double> columns(int input, List<Integer> columns) {
        PhysicalNode rows = operation.inputs().get(input);
        return columns.stream()
                .map(column -> rows.estimate().columns().get(column).bytes());
    }

    private String names(List<Integer> columns) {
        return OperatorText.columns(columns, operation.inputs().get(0).output());
    }

    private static Stream<Double> widths(List<DataType> types) {
        return types.stream().map(Estimate::width);
    }

    /** Bytes of a record with such fields. */
    private static double record(Stream<Double> fields) {
        double bytes = fields.mapToDouble(Double::doubleValue).sum();
        return RECORD_BYTES + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    }
}
