package io.blink.formats.parquet.column;

/** Where the values of rows lie among those of a page, which has none for NULLs. */
final class Ranks {
    private Ranks() {}

    /**
     * Sets {@code ranks[0 .. count)} for the rows at {@code positions[first .. first + count)}, which ascend, and so do the ranks. For a NULL it is any rank.
     *
     * @param row position of the first of the rows that the values belong to
     * @param nullPlaces positions of the NULLs among them, ascending
     * @param present how many of them are not NULL, at least one
     */
    static void set(
            int[] ranks, int[] positions, int first, int count, int row, int[] nullPlaces, int nullCount, int present) {
        if (nullCount == 0) {
            for (int i = 0; i < count; i++) {
                ranks[i] = positions[first + i] - row;
            }
            return;
        }
        int before = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[first + i];
            while (before < nullCount && nullPlaces[before] < position) {
                before++;
            }
            ranks[i] = Math.min(present - 1, position - row - before);
        }
    }

    /** Whether so few of the rows are wanted that going to each of their values is quicker than decoding them all. */
    static boolean isFew(int wanted, int rows) {
        return wanted < rows >> 2;
    }
}
