package io.blink.core.spi.connector;

/**
 * What reading has done so far, as EXPLAIN ANALYZE tells it.
 *
 * @param splitsSkipped left out as a whole by key filters
 * @param rowGroups of Parquet files, and of stripes of ORC files, that were looked at
 * @param rowGroupsSkipped of these, left out by statistics, dictionaries or Bloom filters
 * @param rowsSkipped of other row groups, in pages left out by their statistics
 * @param rowsFiltered that were looked at and failed a condition
 * @param rowsKeyFiltered that were looked at and do not pass a key filter
 * @param bytesRead from files, footers included
 * @param readNanos that threads spent reading and decoding, ahead of who takes the rows
 * @param waitNanos that there was nothing to take
 */
public record ScanFigures(
        long splitsSkipped,
        long rowGroups,
        long rowGroupsSkipped,
        long rowsSkipped,
        long rowsFiltered,
        long rowsKeyFiltered,
        long bytesRead,
        long readNanos,
        long waitNanos) {
    public static final ScanFigures NONE = new ScanFigures(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of a split that was left out. */
    public static final ScanFigures SKIPPED_SPLIT = new ScanFigures(1, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What a file reader knows. */
    public static ScanFigures ofFile(
            long rowGroups, long rowGroupsSkipped, long rowsSkipped, long rowsFiltered, long rowsKeyFiltered) {
        return new ScanFigures(0, rowGroups, rowGroupsSkipped, rowsSkipped, rowsFiltered, rowsKeyFiltered, 0, 0, 0);
    }

    public ScanFigures plus(ScanFigures other) {
        return new ScanFigures(
                splitsSkipped + other.splitsSkipped,
                rowGroups + other.rowGroups,
                rowGroupsSkipped + other.rowGroupsSkipped,
                rowsSkipped + other.rowsSkipped,
                rowsFiltered + other.rowsFiltered,
                rowsKeyFiltered + other.rowsKeyFiltered,
                bytesRead + other.bytesRead,
                readNanos + other.readNanos,
                waitNanos + other.waitNanos);
    }

    public ScanFigures withBytesRead(long bytes) {
        return plus(new ScanFigures(0, 0, 0, 0, 0, 0, bytes, 0, 0));
    }

    public ScanFigures withKeyFiltered(long rows) {
        return plus(new ScanFigures(0, 0, 0, 0, 0, rows, 0, 0, 0));
    }

    public ScanFigures withTimes(long moreReadNanos, long moreWaitNanos) {
        return plus(new ScanFigures(0, 0, 0, 0, 0, 0, 0, moreReadNanos, moreWaitNanos));
    }
}
