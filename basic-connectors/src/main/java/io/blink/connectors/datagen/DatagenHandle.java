package io.blink.connectors.datagen;

import java.util.List;

/**
 * A scan.
 *
 * @param rows in all splits together; -1: without end
 * @param rowsPerSecond of all splits together; 0: as fast as they are taken
 * @param startNanosOfEpoch wall-clock time at which row 0 is due, nanoseconds since 1970
 * @param generators of the wanted columns, in order
 */
record DatagenHandle(
        long rows, long rowsPerSecond, long startNanosOfEpoch, int splits, long seed, List<FieldGenerator> generators) {
    static final int VERSION = 1;

    /** How many of the rows belong to a split: row {@code r} belongs to split {@code r mod splits}. */
    long rowsOf(int split) {
        return rows < 0 ? Long.MAX_VALUE : (rows - split + splits - 1) / splits;
    }
}
