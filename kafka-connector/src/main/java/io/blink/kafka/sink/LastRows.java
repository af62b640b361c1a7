package io.blink.kafka.sink;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;

/** Finds the last row of each key among rows that come together: those before it are replaced by it before anybody reads them. One thread. */
final class LastRows {
    private final int rowsMax;
    private final Set<ByteBuffer> seen = new HashSet<>();

    /** @param rowsMax that are looked at together, above 0 */
    LastRows(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    /**
     * The keys of the rows that remain, {@code null} for the others.
     *
     * @param keys of rows; {@code null} for one that is not written
     */
    byte[][] keys(int rows, IntFunction<byte[]> keys) {
        byte[][] remaining = new byte[rows][];
        for (int from = 0; from < rows; from += Math.min(rowsMax, rows - from)) {
            int to = from + Math.min(rowsMax, rows - from);
            seen.clear();
            for (int row = to - 1; row >= from; row--) {
                byte[] key = keys.apply(row);
                if (key != null && seen.add(ByteBuffer.wrap(key))) {
                    remaining[row] = key;
                }
            }
        }
        return remaining;
    }
}
