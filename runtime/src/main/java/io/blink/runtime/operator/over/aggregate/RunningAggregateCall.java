package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.operator.over.call.Frame;
import io.blink.runtime.operator.over.call.FrameCall;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.Progress;
import io.blink.runtime.operator.rows.ColumnStore;

/** An aggregate over frames that begin with their partition: its value up to each row is computed once, and each frame takes the value at its last row. */
public final class RunningAggregateCall extends FrameCall {
    private final AggregateArguments arguments;
    private final RunningValues scan;
    private final OverRows rows;
    /** Values up to each row of the page that was scanned last. */
    private Column values;

    private Page scanned;
    private long scannedTo;
    private ColumnStore collected;
    private int[] index = new int[0];
    private int[] positions = new int[0];
    private int next;
    private Column result;

    public RunningAggregateCall(WindowCall call, OverRows rows, Frame frame) {
        super(frame);
        arguments = new AggregateArguments(call, rows.functions());
        scan = values(arguments);
        this.rows = rows;
    }

    private static RunningValues values(AggregateArguments arguments) {
        return RunningNumbers.serves(arguments) ? new RunningNumbers(arguments) : new RunningScan(arguments);
    }

    @Override
    public void begin() {
        int count = rows.current().rows();
        if (index.length < count) {
            index = new int[count];
            positions = new int[count];
        }
        collected = null;
        result = null;
        next = 0;
    }

    @Override
    public Progress advance() {
        int count = rows.current().rows();
        long[] starts = frame().starts(0);
        long[] ends = frame().ends(0);
        while (next < count) {
            if (ends[next] == starts[next]) {
                index[next++] = -1;
                continue;
            }
            while (ends[next] > scannedTo) {
                if (!scanPage()) {
                    return Progress.NEEDS_PAGE;
                }
            }
            collect(count);
        }
        finish(count);
        return Progress.DONE;
    }

    /** Takes the values of the rows to come whose frames end in the scanned page. */
    private void collect(int count) {
        long[] starts = frame().starts(0);
        long[] ends = frame().ends(0);
        int from = next;
        int taken = 0;
        int size = collected == null ? 0 : collected.size();
        boolean same = scanned.rows() == count;
        while (next < count && ends[next] <= scannedTo) {
            if (ends[next] == starts[next]) {
                index[next] = -1;
                same = false;
            } else {
                positions[taken] = (int) (ends[next] - 1 - scanned.firstRow());
                same &= positions[taken] == next;
                index[next] = size + taken++;
            }
            next++;
        }
        if (same && from == 0 && next == count) {
            result = values;
            return;
        }
        if (collected == null) {
            collected = ColumnStore.of(arguments.call().type());
        }
        collected.append(values, positions, 0, taken);
    }

    private void finish(int count) {
        if (result != null) {
            return;
        }
        if (collected == null) {
            collected = ColumnStore.of(arguments.call().type());
        }
        int nothing = collected.size();
        collected.append(values(arguments).ofNothing(), null, 0, 1);
        for (int i = 0; i < count; i++) {
            index[i] = index[i] < 0 ? nothing : index[i];
        }
        result = collected.gather(index, 0, count);
        collected = null;
    }

    private boolean scanPage() {
        Page page = rows.pages().of(scannedTo);
        Batch batch = rows.pages().acquire(page);
        if (batch == null) {
            return false;
        }
        boolean[] partitionStarts = new boolean[page.rows()];
        rows.partitions().copy(page.firstRow(), page.rows(), partitionStarts);
        values = scan.next(batch, partitionStarts);
        scanned = page;
        scannedTo = page.end();
        return true;
    }

    @Override
    public Column result() {
        return result;
    }

    @Override
    public long neededFrom() {
        return scannedTo;
    }

    @Override
    public long retainedBytes() {
        return scan.retainedBytes() + (values == null ? 0 : values.retainedBytes());
    }
}
