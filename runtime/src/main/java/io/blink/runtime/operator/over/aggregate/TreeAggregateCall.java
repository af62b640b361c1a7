package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.over.call.Frame;
import io.blink.runtime.operator.over.call.FrameCall;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.Progress;
import io.blink.runtime.operator.rows.ColumnStore;
import java.util.Arrays;

/**
 * Any aggregate over any frame: merges the end of the page in which a range starts, the pages between, and the beginning of the page in which it ends, each from a tree of partial results. A row costs no
 * more than the logarithm of its frame, nothing is ever taken off again, and rows are merged in their order.
 */
public final class TreeAggregateCall extends FrameCall {
    private static final int BLOCK_ROWS = 512;
    private static final int PAGES_KEPT = 4;

    private enum Part {
        START,
        BETWEEN,
        END
    }

    private final AggregateArguments arguments;
    private final OverRows rows;
    private final Accumulator scratch;
    private final Accumulator accumulator;
    private final TotalsTree totals;
    private final PageTree[] kept = new PageTree[PAGES_KEPT];
    private int oldest;
    private final NodeLists nodes = new NodeLists();
    private int[] own = new int[0];
    private ColumnStore results;
    private int block;
    private int range;
    private Part part;
    private int next;

    public TreeAggregateCall(WindowCall call, OverRows rows, Frame frame) {
        super(frame);
        this.rows = rows;
        arguments = new AggregateArguments(call, rows.functions());
        scratch = arguments.accumulator();
        accumulator = arguments.accumulator();
        AggregateCall aggregate = arguments.call();
        totals = new TotalsTree(aggregate.partialTypes(), scratch);
    }

    @Override
    public void observe(Page page, Batch batch) {
        totals.add(keep(page, batch).total());
    }

    private PageTree keep(Page page, Batch batch) {
        own = PageArguments.own(own, page.rows());
        PageTree tree = new PageTree(page, batch, arguments, scratch, own);
        kept[oldest] = tree;
        oldest = (oldest + 1) % PAGES_KEPT;
        return tree;
    }

    /** {@code null} while the page is being read. */
    private PageTree tree(Page page) {
        for (PageTree tree : kept) {
            if (tree != null && tree.page() == page) {
                return tree;
            }
        }
        Batch batch = rows.pages().acquire(page);
        return batch == null ? null : keep(page, batch);
    }

    @Override
    public void begin() {
        results = ColumnStore.of(arguments.call().type());
        block = 0;
        beginBlock();
    }

    private void beginBlock() {
        accumulator.clear();
        accumulator.ensure(BLOCK_ROWS);
        range = 0;
        part = Part.START;
        next = block;
    }

    private int blockEnd() {
        return Math.min(block + BLOCK_ROWS, rows.current().rows());
    }

    @Override
    public Progress advance() {
        while (block < rows.current().rows()) {
            while (range < frame().rangeCount()) {
                while (next < blockEnd()) {
                    if (!addPart()) {
                        return Progress.NEEDS_PAGE;
                    }
                }
                next = block;
                range += part == Part.END ? 1 : 0;
                part = Part.values()[(part.ordinal() + 1) % Part.values().length];
            }
            int count = blockEnd() - block;
            results.append(accumulator.result(0, count), null, 0, count);
            block += count;
            beginBlock();
        }
        return Progress.DONE;
    }

    /** Adds the part to the rows of the block to come, as far as one page serves; false while it is being read. */
    private boolean addPart() {
        nodes.clear();
        if (part == Part.BETWEEN) {
            listBetween();
            totals.apply(nodes, accumulator);
            return true;
        }
        skipRowsWithoutPart();
        if (next == blockEnd()) {
            return true;
        }
        Page page = part == Part.START ? first(next) : last(next);
        PageTree tree = tree(page);
        if (tree == null) {
            return false;
        }
        listIn(page, tree);
        tree.apply(nodes, accumulator);
        return true;
    }

    private Page first(int row) {
        return rows.pages().of(frame().starts(range)[row]);
    }

    private Page last(int row) {
        return rows.pages().of(frame().ends(range)[row] - 1);
    }

    private boolean empty(int row) {
        return frame().starts(range)[row] == frame().ends(range)[row];
    }

    /** Whether the range is in more than one page. */
    private boolean spans(int row) {
        return frame().ends(range)[row] > first(row).end();
    }

    private void skipRowsWithoutPart() {
        while (next < blockEnd() && (empty(next) || part == Part.END && !spans(next))) {
            next++;
        }
    }

    private void listBetween() {
        for (; next < blockEnd(); next++) {
            if (!empty(next) && spans(next)) {
                totals.list(
                        nodes,
                        next - block,
                        first(next).number() + 1,
                        last(next).number());
            }
        }
    }

    private void listIn(Page page, PageTree tree) {
        long firstRow = page.firstRow();
        while (next < blockEnd()) {
            long start = frame().starts(range)[next];
            long end = frame().ends(range)[next];
            if (!page.has(part == Part.START ? start : end - 1)) {
                return;
            }
            int from = (int) (Math.max(start, firstRow) - firstRow);
            int to = (int) (Math.min(end, page.end()) - firstRow);
            tree.list(nodes, next - block, from, to);
            next++;
            skipRowsWithoutPart();
        }
    }

    @Override
    public Column result() {
        int count = rows.current().rows();
        Column result = results.gather(own, 0, count);
        results = null;
        return result;
    }

    @Override
    public long neededFrom() {
        return frame().nextStart();
    }

    @Override
    public void forgetBeforePage(long page) {
        totals.forgetBefore(page);
    }

    @Override
    public void dropKept() {
        Arrays.fill(kept, null);
    }

    @Override
    public long retainedBytes() {
        long bytes = totals.retainedBytes();
        for (PageTree tree : kept) {
            bytes += tree == null ? 0 : tree.retainedBytes();
        }
        return bytes;
    }
}
