package io.blink.runtime.operator.join.stream;

/**
 * Which rows of a side have the keys of some changes.
 *
 * @param groups different keys that have rows
 * @param groupOf the group of each change, or -1 if its key has no rows
 * @param change of each group one that has its key
 * @param first position of the first row of each group
 * @param end behind the last
 */
record KeyMatches(int groups, int[] groupOf, int[] change, long[] first, long[] end) {
    long rows(int group) {
        return end[group] - first[group];
    }
}
