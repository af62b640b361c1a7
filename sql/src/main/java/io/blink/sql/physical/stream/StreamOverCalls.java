package io.blink.sql.physical.stream;

import io.blink.core.function.AggregateFunction;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.List;

/** Calls with OVER in the form in which a stream answers them: from what is known of all earlier rows, or from a bounded number of these. */
final class StreamOverCalls {
    private static final Bound START = new Bound(BoundKind.UNBOUNDED_PRECEDING, 0, -1);
    private static final Bound CURRENT = new Bound(BoundKind.CURRENT_ROW, 0, -1);
    private static final WindowFrame ROWS_SO_FAR = new WindowFrame(Unit.ROWS, START, CURRENT, Exclusion.NO_OTHERS);

    private StreamOverCalls() {}

    /**
     * The call, or why there is none.
     *
     * @param call {@code null}: hindered
     */
    record Answer(WindowCall call, String hindrance) {
        boolean isHindered() {
            return call == null;
        }
    }

    /** @param eventTime else the time of processing, at which no two rows are peers */
    static Answer of(WindowCall call, int timeColumn, boolean eventTime) {
        if (call.function() != null) {
            switch (call.function()) {
                case ROW_NUMBER:
                    return answer(aggregate(call, AggregateFunction.COUNT_ALL, List.of(), List.of(), ROWS_SO_FAR));
                case LAG:
                    return call.offset() != null && !call.ignoreNulls()
                            ? answer(call)
                            : hindered(call, "looks back over any number of rows.");
                case FIRST_VALUE, LAST_VALUE:
                    break;
                default:
                    return hindered(call, "depends on rows that come later, or on all that came.");
            }
        }
        if (!endsAtCurrentRow(call.frame())) {
            return hindered(call, "has a frame that does not end at the current row, or leaves out some of its rows.");
        }
        WindowCall byRow = eventTime ? call : byRow(call);
        if (byRow.frame().start().kind() != BoundKind.UNBOUNDED_PRECEDING) {
            return answer(byRow);
        }
        return byRow.function() == null ? running(byRow) : answer(edgeValue(byRow, timeColumn));
    }

    private static boolean endsAtCurrentRow(WindowFrame frame) {
        return frame.end().kind() == BoundKind.CURRENT_ROW
                && frame.exclusion() == Exclusion.NO_OTHERS
                && frame.unit() != Unit.GROUPS;
    }

    private static WindowCall byRow(WindowCall call) {
        WindowFrame frame = call.frame();
        boolean measured = frame.unit() == Unit.RANGE && frame.start().edgeColumn() >= 0;
        return measured ? call : framed(call, new WindowFrame(Unit.ROWS, frame.start(), CURRENT, Exclusion.NO_OTHERS));
    }

    private static Answer running(WindowCall call) {
        if (call.distinct() || call.aggregate().isHolistic()) {
            return hindered(
                    call,
                    "would have to keep all rows of a partition; let its frame begin at a number of rows, or an interval, PRECEDING.");
        }
        return answer(call);
    }

    /** FIRST_VALUE and LAST_VALUE of all rows so far. */
    private static WindowCall edgeValue(WindowCall call, int timeColumn) {
        boolean last = call.function() == WindowFunction.LAST_VALUE;
        List<Integer> value = call.arguments();
        List<DataType> type = call.argumentTypes();
        if (call.ignoreNulls()) {
            AggregateFunction seen = last ? AggregateFunction.LAST_SEEN : AggregateFunction.ANY_VALUE;
            return aggregate(call, seen, value, type, call.frame());
        }
        if (last) {
            return framed(call, new WindowFrame(call.frame().unit(), CURRENT, CURRENT, Exclusion.NO_OTHERS));
        }
        DataType time = DataType.of(TypeKind.BIGINT);
        return aggregate(
                call,
                AggregateFunction.MIN_BY,
                List.of(value.get(0), timeColumn),
                List.of(type.get(0), time),
                call.frame());
    }

    private static WindowCall aggregate(
            WindowCall call,
            AggregateFunction function,
            List<Integer> arguments,
            List<DataType> types,
            WindowFrame frame) {
        return new WindowCall(null, function, arguments, types, false, -1, false, frame, call.type(), call.position());
    }

    private static WindowCall framed(WindowCall call, WindowFrame frame) {
        return new WindowCall(
                call.function(),
                call.aggregate(),
                call.arguments(),
                call.argumentTypes(),
                call.distinct(),
                call.filterColumn(),
                call.ignoreNulls(),
                frame,
                call.type(),
                call.position(),
                call.offset(),
                call.user());
    }

    private static Answer answer(WindowCall call) {
        return new Answer(call, null);
    }

    private static Answer hindered(WindowCall call, String why) {
        String name = call.function() == null
                ? call.aggregate().name()
                : call.function().name();
        return new Answer(null, name + call.place() + " " + why);
    }
}
