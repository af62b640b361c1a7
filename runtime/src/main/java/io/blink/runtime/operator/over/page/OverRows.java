package io.blink.runtime.operator.over.page;

import io.blink.core.column.Batch;
import io.blink.runtime.function.FunctionSite;

/** What calls and frames look at: the pages, the marks on their rows, and the page that is being answered. */
public final class OverRows {
    private final Pages pages;
    private final RowMarks partitions = new RowMarks();
    private final RowMarks peers = new RowMarks();
    private final CurrentPage current = new CurrentPage(partitions, peers);
    private final FunctionSite functions;
    private boolean ended;

    public OverRows(Pages pages, FunctionSite functions) {
        this.pages = pages;
        this.functions = functions;
    }

    /** Of users. */
    public FunctionSite functions() {
        return functions;
    }

    public void end() {
        ended = true;
    }

    public boolean ended() {
        return ended;
    }

    public Pages pages() {
        return pages;
    }

    /** First rows of partitions. */
    public RowMarks partitions() {
        return partitions;
    }

    /** First rows of groups of peers. */
    public RowMarks peers() {
        return peers;
    }

    public CurrentPage current() {
        return current;
    }

    public void begin(Page page, Batch batch) {
        current.begin(page, batch);
        current.lookAhead(ended);
    }

    public long retainedBytes() {
        return partitions.retainedBytes() + peers.retainedBytes();
    }
}
