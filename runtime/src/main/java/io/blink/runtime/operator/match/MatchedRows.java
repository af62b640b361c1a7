package io.blink.runtime.operator.match;

/**
 * Rows of a partition that match, or the part of them that is there when a row is tested.
 *
 * @param start first row
 * @param end behind the last row
 * @param variables of the rows from the first on
 * @param number of the match
 */
record MatchedRows(int start, int end, int[] variables, long number) {
    /** The first or last row of some variables, after some of them; -1: there is none. @param wanted of each variable whether its rows count */
    int row(boolean[] wanted, boolean first, int offset) {
        int left = offset;
        int count = end - start;
        for (int i = 0; i < count; i++) {
            int at = first ? i : count - 1 - i;
            if (wanted[variables[at]] && left-- == 0) {
                return start + at;
            }
        }
        return -1;
    }
}
