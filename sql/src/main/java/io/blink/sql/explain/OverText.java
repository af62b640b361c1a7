package io.blink.sql.explain;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Calls with OVER as SQL has them. */
final class OverText {
    private OverText() {}

    static String of(OperatorSpec.OverWindow over, List<Field> input) {
        String calls = over.calls().stream().map(call -> call(call, input)).collect(Collectors.joining(", "));
        String limit = over.rankLimit() == null
                ? ""
                : " while " + name(over.calls().get(over.rankLimit().call())) + " <= "
                        + over.rankLimit().limit();
        return (rows(over.partitionKeys(), over.order(), input) + " [" + calls + "]" + limit).strip();
    }

    static String of(OperatorSpec.StreamOver over, List<Field> input) {
        String calls = over.calls().stream().map(call -> call(call, input)).collect(Collectors.joining(", "));
        List<SortKey> order = List.of(new SortKey(over.timeColumn(), true, true));
        return (rows(over.partitionKeys(), order, input) + " [" + calls + "]").strip();
    }

    static String of(OperatorSpec.TopRanks top, List<Field> input) {
        return (rows(top.partitionKeys(), top.order(), input) + " while " + top.function() + " <= " + top.limit())
                .strip();
    }

    static String of(OperatorSpec.Deduplicate deduplicate, List<Field> input) {
        return ("the first row " + rows(deduplicate.keys(), deduplicate.order(), input)
                        + (deduplicate.keepsLast() ? ", of equal ones the last to come" : ""))
                .strip();
    }

    static String of(OperatorSpec.StreamRank rank, List<Field> input) {
        return (rows(rank.partitionKeys(), rank.order(), input) + " while " + rank.function() + " BETWEEN "
                        + rank.from() + " AND " + rank.to() + (rank.retracting() ? ", of rows that change" : "")
                        + (rank.updateKey().isEmpty()
                                ? ""
                                : ", of rows that rise, by " + OperatorText.columns(rank.updateKey(), input)))
                .strip();
    }

    static String of(OperatorSpec.Match match, List<Field> input) {
        return (rows(match.partitionKeys(), match.order(), input) + " variables " + String.join(", ", match.variables())
                        + (match.withinMicros() < 0 ? "" : " within " + match.withinMicros() / 1000 + " ms"))
                .strip();
    }

    private static String rows(List<Integer> partitionKeys, List<SortKey> order, List<Field> input) {
        String partition = partitionKeys.isEmpty() ? "" : "partition by " + OperatorText.columns(partitionKeys, input);
        return (partition + (order.isEmpty() ? "" : " order by " + OperatorText.order(order, input))).strip();
    }

    private static String name(WindowCall call) {
        return call.function() == null
                ? call.aggregate().name()
                : call.function().name();
    }

    private static String call(WindowCall call, List<Field> input) {
        List<String> parts = new ArrayList<>();
        parts.add(name(call) + "(" + (call.distinct() ? "DISTINCT " : "")
                + OperatorText.columns(call.arguments(), input) + ")");
        if (call.filterColumn() >= 0) {
            parts.add("FILTER " + OperatorText.column(input, call.filterColumn()));
        }
        if (call.ignoreNulls()) {
            parts.add("IGNORE NULLS");
        }
        if (!call.frame().equals(WindowFrame.WHOLE_PARTITION)) {
            parts.add(frame(call.frame(), input));
        }
        return String.join(" ", parts);
    }

    private static String frame(WindowFrame frame, List<Field> input) {
        return frame.unit() + " BETWEEN " + bound(frame.unit(), frame.start(), input) + " AND "
                + bound(frame.unit(), frame.end(), input)
                + (frame.exclusion() == Exclusion.NO_OTHERS
                        ? ""
                        : " EXCLUDE " + frame.exclusion().name().replace('_', ' '));
    }

    private static String bound(Unit unit, Bound bound, List<Field> input) {
        String kind = bound.kind().name().replace('_', ' ');
        if (bound.kind() != BoundKind.PRECEDING && bound.kind() != BoundKind.FOLLOWING) {
            return kind;
        }
        return unit == Unit.RANGE ? OperatorText.column(input, bound.edgeColumn()) : bound.offset() + " " + kind;
    }
}
