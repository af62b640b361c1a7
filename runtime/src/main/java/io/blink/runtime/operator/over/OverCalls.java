package io.blink.runtime.operator.over;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.runtime.operator.over.aggregate.AggregateArguments;
import io.blink.runtime.operator.over.aggregate.DifferenceAggregateCall;
import io.blink.runtime.operator.over.aggregate.PartitionAggregateCall;
import io.blink.runtime.operator.over.aggregate.RecomputedAggregateCall;
import io.blink.runtime.operator.over.aggregate.RunningAggregateCall;
import io.blink.runtime.operator.over.aggregate.TreeAggregateCall;
import io.blink.runtime.operator.over.call.Frame;
import io.blink.runtime.operator.over.call.FrameValueCall;
import io.blink.runtime.operator.over.call.NeighbourCall;
import io.blink.runtime.operator.over.call.OverCall;
import io.blink.runtime.operator.over.call.RankingCall;
import io.blink.runtime.operator.over.page.OverRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The calls of one operator, each with the cheapest way to answer it, and the frames that they share. */
final class OverCalls {
    private final OperatorSpec.OverWindow spec;
    private final OverRows rows;
    private final Map<WindowFrame, Frame> frames = new HashMap<>();
    private final List<Frame> framesInOrder = new ArrayList<>();
    private final List<OverCall> calls = new ArrayList<>();

    OverCalls(OperatorSpec.OverWindow spec, OverRows rows) {
        this.spec = spec;
        this.rows = rows;
        spec.calls().forEach(call -> calls.add(create(call)));
    }

    List<OverCall> calls() {
        return calls;
    }

    List<Frame> frames() {
        return framesInOrder;
    }

    private OverCall create(WindowCall call) {
        if (call.aggregate() != null) {
            return aggregate(call);
        }
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE -> new RankingCall(call, rows.current());
            case LAG, LEAD -> new NeighbourCall(call, rows);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> new FrameValueCall(call, rows, frame(call));
        };
    }

    private OverCall aggregate(WindowCall call) {
        WindowFrame frame = simplified(call.frame(), spec);
        boolean fromStart = frame.start().kind() == BoundKind.UNBOUNDED_PRECEDING;
        boolean toEnd = frame.end().kind() == BoundKind.UNBOUNDED_FOLLOWING;
        boolean all = frame.exclusion() == Exclusion.NO_OTHERS;
        if (fromStart && toEnd && all) {
            return new PartitionAggregateCall(call, rows);
        }
        if (DifferenceAggregateCall.serves(call)) {
            return new DifferenceAggregateCall(call, rows, frame(call));
        }
        if (RecomputedAggregateCall.holdsRows(call)) {
            return new RecomputedAggregateCall(call, rows, frame(call));
        }
        if (fromStart && all) {
            return new RunningAggregateCall(call, rows, frame(call));
        }
        return AggregateArguments.findsRepetitions(call)
                ? new RecomputedAggregateCall(call, rows, frame(call))
                : new TreeAggregateCall(call, rows, frame(call));
    }

    /** All rows are peers where there is no order, so that their ends are those of the partition. */
    private static WindowFrame simplified(WindowFrame frame, OperatorSpec.OverWindow spec) {
        if (!spec.order().isEmpty() || frame.unit() == Unit.ROWS) {
            return frame;
        }
        Bound start = frame.start().kind() == BoundKind.CURRENT_ROW
                ? new Bound(BoundKind.UNBOUNDED_PRECEDING, 0, -1)
                : frame.start();
        Bound end = frame.end().kind() == BoundKind.CURRENT_ROW
                ? new Bound(BoundKind.UNBOUNDED_FOLLOWING, 0, -1)
                : frame.end();
        return new WindowFrame(frame.unit(), start, end, frame.exclusion());
    }

    private Frame frame(WindowCall call) {
        return frames.computeIfAbsent(simplified(call.frame(), spec), frame -> {
            SortKey key = spec.order().size() == 1 ? spec.order().get(0) : null;
            Frame made = new Frame(frame, rows, key);
            framesInOrder.add(made);
            return made;
        });
    }
}
