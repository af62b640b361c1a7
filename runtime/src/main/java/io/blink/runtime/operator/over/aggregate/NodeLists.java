package io.blink.runtime.operator.over.aggregate;

import java.util.Arrays;

/**
 * Cuts ranges into nodes of trees in which each node stands for {@link #FANOUT} of the level below, leaves being level 0. Keeps for each level the nodes left of what the level above covers, and those right of
 * it; taken in the order of {@link #slot} the nodes of a range are in order.
 */
public final class NodeLists {
    public static final int SHIFT = 2;
    public static final int FANOUT = 1 << SHIFT;
    /** More than any tree of pages has. */
    private static final int LEVELS_MAX = 16;

    private final int[][] groups = new int[2 * LEVELS_MAX][0];
    private final int[][] nodes = new int[2 * LEVELS_MAX][0];
    private final int[] counts = new int[2 * LEVELS_MAX];

    /** Adds the nodes of a range of leaves to a group. @param levels that the tree has */
    public void add(int group, int from, int to, int levels) {
        int low = from;
        int high = to;
        for (int level = 0; low < high; level++) {
            int lowParent = low + FANOUT - 1 >> SHIFT;
            int highParent = high >> SHIFT;
            if (level == levels - 1 || lowParent >= highParent) {
                append(level, group, low, high);
                return;
            }
            append(level, group, low, lowParent << SHIFT);
            append(2 * LEVELS_MAX - 1 - level, group, highParent << SHIFT, high);
            low = lowParent;
            high = highParent;
        }
    }

    private void append(int slot, int group, int low, int high) {
        int count = counts[slot];
        int grown = count + high - low;
        if (grown > nodes[slot].length) {
            groups[slot] = Arrays.copyOf(groups[slot], Math.max(grown, 2 * count + FANOUT));
            nodes[slot] = Arrays.copyOf(nodes[slot], groups[slot].length);
        }
        for (int node = low; node < high; node++) {
            groups[slot][count] = group;
            nodes[slot][count++] = node;
        }
        counts[slot] = count;
    }

    public static int slots() {
        return 2 * LEVELS_MAX;
    }

    /** The level of the nodes of a slot. */
    public static int level(int slot) {
        return Math.min(slot, 2 * LEVELS_MAX - 1 - slot);
    }

    public int count(int slot) {
        return counts[slot];
    }

    public int[] groups(int slot) {
        return groups[slot];
    }

    public int[] nodes(int slot) {
        return nodes[slot];
    }

    public void clear() {
        Arrays.fill(counts, 0);
    }
}
