package io.blink.runtime.operator.over;

import io.blink.core.column.Batch;

/** What calls and frames look at: the pages, the marks on their rows, and the page that is being answered. */
final class OverRows {
    private final Pages pages;
    private final RowMarks partitions = new RowMarks();
    private final RowMarks peers = new RowMarks();
    private final CurrentPage current = new CurrentPage(partitions, peers);
    private boolean ended;

    OverRows(Pages pages) {
        this.pages = pages;
    }

    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    Pages pages() {
        return pages;
    }

    /** First rows of partitions. */
    RowMarks partitions() {
        return partitions;
    }

    /** First rows of groups of peers. */
    RowMarks peers() {
        return peers;
    }

    CurrentPage current() {
        return current;
    }

    void begin(Page page, Batch batch) {
        current.begin(page, batch);
        current.lookAhead(ended);
    }

    long retainedBytes() {
        return partitions.retainedBytes() + peers.retainedBytes();
    }
}
