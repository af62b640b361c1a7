package io.blink.formats.filesystem;

/** How many bytes of a file one split covers. */
public final class SplitSize {
    /** Enough splits for tasks to end together, whatever their number: of few large ones the last keeps all others waiting. */
    private static final long SPLITS = 32;
    /** Opening a file again for less costs more than it saves. */
    private static final long LEAST_BYTES = 16L << 20;

    private SplitSize() {}

    /**
     * @param tableBytes of all files that are read
     * @param mostBytes what the user allows
     */
    public static long of(long tableBytes, long mostBytes) {
        return Math.min(mostBytes, Math.max(LEAST_BYTES, tableBytes / SPLITS));
    }
}
