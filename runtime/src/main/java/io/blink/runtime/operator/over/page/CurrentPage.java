package io.blink.runtime.operator.over.page;

import io.blink.core.column.Batch;

/** The page that is being answered: for each of its rows where its partition and its group of peers begin and, once that is known, end. */
public final class CurrentPage {
    private final RowMarks partitions;
    private final RowMarks peers;
    private Batch batch;
    private long firstRow;
    private int rows;
    private boolean[] partitionFlags = new boolean[0];
    private boolean[] peerFlags = new boolean[0];
    private long[] partitionStarts = new long[0];
    private long[] partitionEnds = new long[0];
    private long[] partitionNumbers = new long[0];
    private long[] peerStarts = new long[0];
    private long[] peerEnds = new long[0];
    private long[] groups = new long[0];
    private long[] firstGroups = new long[0];
    private long partitionStart;
    private long partitionNumber = -1;
    private long peerStart;
    private long group = -1;
    private long firstGroup;

    public CurrentPage(RowMarks partitions, RowMarks peers) {
        this.partitions = partitions;
        this.peers = peers;
    }

    /** Goes on to the next page. */
    public void begin(Page page, Batch rowsOfPage) {
        batch = rowsOfPage;
        firstRow = page.firstRow();
        rows = page.rows();
        ensure(rows);
        partitions.copy(firstRow, rows, partitionFlags);
        peers.copy(firstRow, rows, peerFlags);
        for (int i = 0; i < rows; i++) {
            if (peerFlags[i]) {
                peerStart = firstRow + i;
                group++;
            }
            if (partitionFlags[i]) {
                partitionStart = firstRow + i;
                partitionNumber++;
                firstGroup = group;
            }
            partitionStarts[i] = partitionStart;
            partitionNumbers[i] = partitionNumber;
            peerStarts[i] = peerStart;
            groups[i] = group;
            firstGroups[i] = firstGroup;
        }
    }

    private void ensure(int count) {
        if (partitionFlags.length < count) {
            partitionFlags = new boolean[count];
            peerFlags = new boolean[count];
            partitionStarts = new long[count];
            partitionEnds = new long[count];
            partitionNumbers = new long[count];
            peerStarts = new long[count];
            peerEnds = new long[count];
            groups = new long[count];
            firstGroups = new long[count];
        }
    }

    /** Fills in the ends, as far as they are known. @param ended whether no rows will come */
    public void lookAhead(boolean ended) {
        long end = firstRow + rows;
        long partitionEnd = partitions.next(end);
        long peerEnd = peers.next(end);
        if (ended) {
            partitionEnd = partitionEnd < 0 ? partitions.size() : partitionEnd;
            peerEnd = peerEnd < 0 ? peers.size() : peerEnd;
        }
        for (int i = rows - 1; i >= 0; i--) {
            partitionEnds[i] = partitionEnd;
            peerEnds[i] = peerEnd;
            if (partitionFlags[i]) {
                partitionEnd = firstRow + i;
            }
            if (peerFlags[i]) {
                peerEnd = firstRow + i;
            }
        }
    }

    /** Whether all partitions of the page have come to their end, after {@link #lookAhead}. */
    public boolean partitionsEnded() {
        return partitionEnds[rows - 1] >= 0;
    }

    public boolean peersEnded() {
        return peerEnds[rows - 1] >= 0;
    }

    public Batch batch() {
        return batch;
    }

    public long firstRow() {
        return firstRow;
    }

    public int rows() {
        return rows;
    }

    /** The row behind the last. */
    public long end() {
        return firstRow + rows;
    }

    public long[] partitionStarts() {
        return partitionStarts;
    }

    /** -1: not known yet. */
    public long[] partitionEnds() {
        return partitionEnds;
    }

    /** The number of each row's partition over the whole input. */
    public long[] partitionNumbers() {
        return partitionNumbers;
    }

    public long[] peerStarts() {
        return peerStarts;
    }

    /** -1: not known yet. */
    public long[] peerEnds() {
        return peerEnds;
    }

    /** The number of each row's group of peers over the whole input. */
    public long[] groups() {
        return groups;
    }

    /** The number of the first group of each row's partition. */
    public long[] firstGroups() {
        return firstGroups;
    }

    /** Where the partition of the last row begins. */
    public long lastPartitionStart() {
        return partitionStart;
    }
}
