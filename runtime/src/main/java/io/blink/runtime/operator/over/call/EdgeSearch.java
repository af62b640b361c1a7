package io.blink.runtime.operator.over.call;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.SortKey;
import io.blink.runtime.operator.over.page.CurrentPage;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.Progress;

/**
 * Finds for each row the first row of its partition whose key is not ahead of the row's edge, or that is behind it. The edges of a partition move with its order, as each is a key moved by the same
 * offset; so the search only goes forward.
 */
public final class EdgeSearch {
    private final OverRows rows;
    private final SortKey key;
    private final int edgeColumn;
    /** Whether keys equal to the edge are passed. */
    private final boolean passesEqual;

    private OrderedValues edges;
    private int next;
    private long position;
    /** The keys of the page of {@link #position}. */
    private OrderedValues keys;

    private Page keysPage;

    public EdgeSearch(OverRows rows, SortKey key, int edgeColumn, boolean passesEqual) {
        this.rows = rows;
        this.key = key;
        this.edgeColumn = edgeColumn;
        this.passesEqual = passesEqual;
    }

    public void begin() {
        edges = values(rows.current().batch(), edgeColumn);
        next = 0;
    }

    private OrderedValues values(Batch batch, int column) {
        Column flat = batch.column(column).flat();
        return OrderedValues.of(flat, key);
    }

    /** Whether some rows of the current page have no edge. */
    public boolean hasNullEdges() {
        return edges.hasNulls();
    }

    /** Writes where the edges are; for rows without one what {@code peers} says. */
    public Progress advance(long[] found, long[] peers) {
        CurrentPage page = rows.current();
        while (next < page.rows()) {
            if (edges.isNull(next)) {
                found[next] = peers[next];
                next++;
                continue;
            }
            position = Math.max(position, page.partitionStarts()[next]);
            long end = page.partitionEnds()[next];
            Progress progress = pass(next, end < 0 ? rows.pages().known() : end, end >= 0);
            if (progress != Progress.DONE) {
                return progress;
            }
            found[next++] = position;
        }
        return Progress.DONE;
    }

    private Progress pass(int edge, long limit, boolean partitionEnded) {
        while (position < limit) {
            if (keysPage == null || !keysPage.has(position)) {
                Page page = rows.pages().of(position);
                Batch batch = rows.pages().acquire(page);
                if (batch == null) {
                    return Progress.NEEDS_PAGE;
                }
                keysPage = page;
                keys = values(batch, key.column());
            }
            long end = Math.min(limit, keysPage.end());
            long first = keysPage.firstRow();
            while (position < end) {
                int order = keys.compare((int) (position - first), edges, edge);
                if (order > 0 || order == 0 && !passesEqual) {
                    return Progress.DONE;
                }
                position++;
            }
        }
        return partitionEnded ? Progress.DONE : Progress.NEEDS_ROWS;
    }

    public long position() {
        return position;
    }
}
