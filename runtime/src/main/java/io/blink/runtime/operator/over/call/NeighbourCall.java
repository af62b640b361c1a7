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

/** LAG and LEAD: the value some rows away in the partition. */
public final class NeighbourCall extends OverCall {
    private final WindowCall call;
    private final OverRows rows;
    private final CurrentPage page;
    private final TargetValues values;
    /** Rows whose value is not NULL; {@code null} if NULLs count. */
    private final RowMarks present;

    private long[] offsets;
    private boolean[] noOffset;
    private long[] targets;
    private int found;

    public NeighbourCall(WindowCall call, OverRows rows) {
        this.call = call;
        this.rows = rows;
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
        targets = values.begin();
        found = 0;
        offsets = null;
        noOffset = null;
        if (call.arguments().size() > 1) {
            Column column = page.batch().column(call.arguments().get(1)).flat();
            offsets = Values.longs(column);
            noOffset = NullFlags.of(column);
        }
    }

    @Override
    public Progress advance() {
        boolean ahead = call.function() == WindowFunction.LEAD;
        while (found < page.rows()) {
            long offset = offset(found);
            boolean known = offset == 0 || noOffset != null && noOffset[found] || (ahead ? lead(offset) : lag(offset));
            if (!known) {
                return Progress.NEEDS_ROWS;
            }
            if (noOffset != null && noOffset[found]) {
                targets[found] = PageGather.NULL;
            } else if (offset == 0) {
                targets[found] = page.firstRow() + found;
            }
            found++;
        }
        return values.advance();
    }

    private long offset(int i) {
        if (offsets == null) {
            return call.offset() == null ? 1 : call.offset();
        }
        long offset = noOffset != null && noOffset[i] ? 0 : offsets[i];
        if (offset < 0) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    call.function() + call.place() + " looks at a number of rows away that is not below 0, not at "
                            + offset + "; use " + (call.function() == WindowFunction.LAG ? "LEAD" : "LAG") + ".");
        }
        return offset;
    }

    private boolean lag(long offset) {
        long row = page.firstRow() + found;
        long start = page.partitionStarts()[found];
        if (present == null) {
            targets[found] = offset > row - start ? PageGather.DEFAULT : row - offset;
        } else {
            long ahead = present.rank(row);
            long ofPartition = ahead - present.rank(start);
            targets[found] = offset > ofPartition ? PageGather.DEFAULT : present.select(ahead - offset);
        }
        return true;
    }

    /** False: not known yet. */
    private boolean lead(long offset) {
        long row = page.firstRow() + found;
        long end = page.partitionEnds()[found];
        long target;
        if (present == null) {
            target = offset > Long.MAX_VALUE - row ? Long.MAX_VALUE : row + offset;
            target = target < rows.pages().known() ? target : -1;
        } else {
            long upTo = present.rank(row + 1);
            target = offset > Long.MAX_VALUE - upTo ? -1 : present.select(upTo + offset - 1);
        }
        targets[found] = target < 0 || end >= 0 && target >= end ? PageGather.DEFAULT : target;
        return target >= 0 || end >= 0;
    }

    @Override
    public Column result() {
        Column defaults = call.arguments().size() > 2
                ? page.batch().column(call.arguments().get(2))
                : null;
        return values.result(defaults);
    }

    @Override
    public long neededFrom() {
        if (call.function() == WindowFunction.LEAD) {
            return page.end();
        }
        long start = page.lastPartitionStart();
        Long offset = call.arguments().size() < 2 ? Long.valueOf(1) : call.offset();
        if (offset == null) {
            return start;
        }
        if (present == null) {
            return Math.max(start, page.end() - Math.min(offset, page.end()));
        }
        long ahead = present.rank(page.end());
        return offset > ahead - present.rank(start)
                ? start
                : Math.min(page.end(), offset == 0 ? page.end() : present.select(ahead - offset));
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
