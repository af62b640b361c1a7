package io.blink.runtime.operator.match;

/** A partition that is being searched: its rows, how far the search has come, and the search itself if it is open. */
final class SearchedPartition {
    private static final int FIXED_BYTES = 1 << 10;

    private final PartitionRows rows;
    private final PatternSearch search;
    private int start;
    private long number;

    SearchedPartition(PartitionRows rows, PatternSearch search, int start, long number) {
        this.rows = rows;
        this.search = search;
        this.start = start;
        this.number = number;
    }

    PartitionRows rows() {
        return rows;
    }

    PatternSearch search() {
        return search;
    }

    /** The row from which to go on; those before it are only looked back at. */
    int start() {
        return start;
    }

    /** Matches so far. */
    long number() {
        return number;
    }

    void moveTo(int nextStart, long matches) {
        start = nextStart;
        number = matches;
    }

    long bytes() {
        return FIXED_BYTES + rows.bytes() + search.bytes();
    }
}
