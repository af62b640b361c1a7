package io.blink.runtime.operator.over.call;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.operator.aggregate.Values;
import io.blink.runtime.operator.over.page.CurrentPage;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.PageGather;
import io.blink.runtime.operator.over.page.Progress;
import io.blink.runtime.operator.over.page.RowMarks;

/** FIRST_VALUE, LAST_VALUE and NTH_VALUE: the value at a place of the frame. */
public final class FrameValueCall extends FrameCall {
    private final WindowCall call;
    private final CurrentPage page;
    private final TargetValues values;
    /** Rows whose value is not NULL; {@code null} if NULLs count. */
    private final RowMarks present;

    private long[] targets;

    public FrameValueCall(WindowCall call, OverRows rows, Frame frame) {
        super(frame);
        this.call = call;
        page = rows.current();
        values = new TargetValues(call, page, rows.pages());
        present = values.present();
    }

    @Override
    public void observe(Page observed, Batch batch) {
        values.observe(batch);
    }

    @Override
    public void begin() {
        int count = page.rows();
        targets = values.begin();
        switch (call.function()) {
            case FIRST_VALUE -> {
                for (int i = 0; i < count; i++) {
                    targets[i] = fromStart(i, 0);
                }
            }
            case LAST_VALUE -> {
                for (int i = 0; i < count; i++) {
                    targets[i] = last(i);
                }
            }
            case NTH_VALUE -> findNth(count);
            default -> throw new IllegalArgumentException(call.function() + " has no frame");
        }
    }

    private void findNth(int count) {
        Column column = page.batch().column(call.arguments().get(1)).flat();
        long[] places = Values.longs(column);
        boolean[] nulls = NullFlags.of(column);
        for (int i = 0; i < count; i++) {
            if (nulls != null && nulls[i]) {
                targets[i] = PageGather.NULL;
            } else if (places[i] <= 0) {
                throw new BlinkException(
                        CoreErrorCode.INVALID_ARGUMENT,
                        "NTH_VALUE" + call.place() + " counts the rows of a frame from 1; there is no row " + places[i]
                                + ".");
            } else {
                targets[i] = fromStart(i, places[i] - 1);
            }
        }
    }

    /** The row with {@code skipped} others of the frame ahead of it. */
    private long fromStart(int i, long skipped) {
        long left = skipped;
        for (int range = 0; range < frame().rangeCount(); range++) {
            long start = frame().starts(range)[i];
            long end = frame().ends(range)[i];
            if (start == end) {
                continue;
            }
            long ahead = present == null ? start : present.rank(start);
            long count = (present == null ? end : present.rank(end)) - ahead;
            if (left < count) {
                return present == null ? start + left : present.select(ahead + left);
            }
            left -= count;
        }
        return PageGather.NULL;
    }

    private long last(int i) {
        for (int range = frame().rangeCount() - 1; range >= 0; range--) {
            long start = frame().starts(range)[i];
            long end = frame().ends(range)[i];
            if (start == end) {
                continue;
            }
            if (present == null) {
                return end - 1;
            }
            long upTo = present.rank(end);
            if (upTo > present.rank(start)) {
                return present.select(upTo - 1);
            }
        }
        return PageGather.NULL;
    }

    @Override
    public Progress advance() {
        return values.advance();
    }

    @Override
    public Column result() {
        return values.result(null);
    }

    @Override
    public long neededFrom() {
        if (frame().grows()) {
            boolean kept = values.keepsLast();
            boolean keeps = call.function() == WindowFunction.FIRST_VALUE && kept
                    || call.function() == WindowFunction.LAST_VALUE && (kept || present != null);
            if (keeps) {
                return Math.min(page.end(), frame().lastEnd());
            }
            if (call.function() == WindowFunction.LAST_VALUE) {
                return Math.min(page.end(), Math.max(page.lastPartitionStart(), frame().lastEnd() - 1));
            }
        }
        return frame().nextStart();
    }

    @Override
    public void forgetBefore(long row) {
        values.forgetBefore(row);
    }

    @Override
    public long retainedBytes() {
        return values.retainedBytes();
    }
}
