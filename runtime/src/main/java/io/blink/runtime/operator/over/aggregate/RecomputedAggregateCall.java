package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.over.call.Frame;
import io.blink.runtime.operator.over.call.FrameCall;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.Progress;
import io.blink.runtime.operator.rows.ColumnStore;
import java.util.Arrays;
import java.util.List;

/**
 * An aggregate that holds the rows of its frame, as medians, lists and DISTINCT do: from all rows of each frame that differs from the one before. A frame has a greatest size, as a row costs as much as its frame has rows; frames of
 * whole partitions are not computed here.
 */
public final class RecomputedAggregateCall extends FrameCall {
    private static final long FRAME_ROWS_MAX = 1 << 20;
    private static final int BLOCK_ARGUMENTS = 1 << 16;
    private static final int PAGES_KEPT = 4;
    /** Results of a page are its output, by which an operator may overdraw, up to so much: lists of whole frames make more. */
    private static final long OUTPUT_BYTES = 8L << 20;

    /** From so many rows a result on the column is a dictionary. */
    private static final int ROWS_OF_ENTRY_MIN = 2;

    private final AggregateArguments arguments;
    private final OverRows rows;
    private final Accumulator accumulator;
    private final SeenValues seen;
    private final PageArguments[] kept = new PageArguments[PAGES_KEPT];
    private int oldest;
    private int[] own = new int[0];
    private int[] group = new int[0];
    private ColumnStore results;
    /** For each row its place in {@link #results}. */
    private int[] index = new int[0];

    private int row;
    private int groups;
    private int added;
    private int range;
    /** The next row of the range to be added; -1 before the first. */
    private long position;

    public RecomputedAggregateCall(WindowCall call, OverRows rows, Frame frame) {
        super(frame);
        this.rows = rows;
        arguments = new AggregateArguments(call, rows.functions());
        accumulator = arguments.accumulator();
        seen = arguments.seenValues();
    }

    /** Whether the state of an aggregate grows with its rows. */
    public static boolean holdsRows(WindowCall call) {
        return call.aggregate() == AggregateFunction.CONCATENATE
                || call.aggregate().isHolistic();
    }

    @Override
    public void begin() {
        int count = rows.current().rows();
        index = index.length < count ? new int[count] : index;
        results = ColumnStore.of(arguments.call().type());
        row = 0;
        beginBlock();
        beginRow();
    }

    private void beginBlock() {
        accumulator.clear();
        if (seen != null) {
            seen.clear();
        }
        groups = 0;
        added = 0;
    }

    private void beginRow() {
        range = 0;
        position = -1;
    }

    @Override
    public Progress advance() {
        int count = rows.current().rows();
        while (row < count) {
            if (position < 0 && range == 0) {
                if (groups > 0 && sameFrame(row)) {
                    index[row] = index[row - 1];
                    row++;
                    continue;
                }
                checkSize();
                index[row] = results.size() + groups++;
                accumulator.ensure(groups);
            }
            if (!addFrame()) {
                return Progress.NEEDS_PAGE;
            }
            row++;
            beginRow();
            if (added >= BLOCK_ARGUMENTS) {
                endBlock();
                return Progress.UNDER_WAY;
            }
        }
        endBlock();
        return Progress.DONE;
    }

    private boolean sameFrame(int i) {
        for (int r = 0; r < frame().rangeCount(); r++) {
            if (frame().starts(r)[i] != frame().starts(r)[i - 1] || frame().ends(r)[i] != frame().ends(r)[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private void checkSize() {
        long size = 0;
        for (int r = 0; r < frame().rangeCount(); r++) {
            size += frame().ends(r)[row] - frame().starts(r)[row];
        }
        if (size > FRAME_ROWS_MAX) {
            AggregateFunction function = arguments.call().function();
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    function + arguments.call().place() + " holds the rows of its frame, which has " + size
                            + " of them; it takes frames of at most " + FRAME_ROWS_MAX
                            + " rows, or whole partitions.");
        }
    }

    private boolean addFrame() {
        while (range < frame().rangeCount()) {
            long end = frame().ends(range)[row];
            if (position < 0) {
                position = frame().starts(range)[row];
            }
            while (position < end) {
                Page page = rows.pages().of(position);
                PageArguments taken = arguments(page);
                if (taken == null) {
                    return false;
                }
                long to = Math.min(end, page.end());
                add(taken, (int) (position - page.firstRow()), (int) (to - page.firstRow()));
                position = to;
            }
            range++;
            position = -1;
        }
        return true;
    }

    /** {@code null} while the page is being read. */
    private PageArguments arguments(Page page) {
        for (PageArguments taken : kept) {
            if (taken != null && taken.page() == page) {
                return taken;
            }
        }
        Batch batch = rows.pages().acquire(page);
        if (batch == null) {
            return null;
        }
        own = PageArguments.own(own, page.rows());
        PageArguments taken = new PageArguments(page, batch, arguments, accumulator.takesNulls(), own);
        kept[oldest] = taken;
        oldest = (oldest + 1) % PAGES_KEPT;
        return taken;
    }

    private void add(PageArguments taken, int from, int to) {
        int first = taken.before(from);
        int count = taken.before(to) - first;
        if (count == 0) {
            return;
        }
        group = group.length < count ? new int[count] : group;
        Arrays.fill(group, 0, count, groups - 1);
        List<Column> columns = taken.columns().stream()
                .map(column -> column.slice(first, count))
                .toList();
        if (seen == null) {
            accumulator.add(group, count, columns);
        } else {
            seen.addNew(group, count, columns, accumulator);
        }
        added += count;
    }

    private void endBlock() {
        if (groups > 0) {
            results.append(accumulator.result(0, groups), null, 0, groups);
        }
        beginBlock();
    }

    @Override
    public Column result() {
        int count = rows.current().rows();
        Column result =
                results.size() <= count / ROWS_OF_ENTRY_MIN ? dictionary(count) : results.gather(index, 0, count);
        results = null;
        return result;
    }

    /** Neighbours with the same frame share its result, which may be a long list. */
    private Column dictionary(int count) {
        int[] all = PageArguments.own(new int[0], results.size());
        return new DictionaryColumn(count, Arrays.copyOf(index, count), results.gather(all, 0, all.length));
    }

    @Override
    public long neededFrom() {
        return frame().nextStart();
    }

    @Override
    public void dropKept() {
        Arrays.fill(kept, null);
    }

    @Override
    public long retainedBytes() {
        long bytes = accumulator.retainedBytes() + (seen == null ? 0 : seen.retainedBytes());
        for (PageArguments taken : kept) {
            bytes += taken == null ? 0 : taken.retainedBytes();
        }
        return bytes + (results == null ? 0 : Math.max(0, results.retainedBytes() - OUTPUT_BYTES));
    }
}
