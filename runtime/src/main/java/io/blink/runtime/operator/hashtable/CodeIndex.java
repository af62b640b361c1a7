package io.blink.runtime.operator.hashtable;

import java.util.Arrays;

/**
 * An open-addressing table of (64-bit code, group) pairs with linear probing, at most 5/8 full. A pair lies in two neighbouring longs, so that a hit costs one cache miss; a
 * group of 0 marks an empty slot (groups are stored plus one). Slots lie in segments of 4 MB. The place of a code is the upper bits of its product with the golden ratio
 * (Knuth 6.4), which spreads packed keys and hashes alike. Tables beyond the nearest caches are probed in passes: the first looks at the place of each code without a branch, so
 * that the processor waits for many of them at a time, and the next ones at what is left.
 */
final class CodeIndex {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int SEGMENT_SHIFT = 18;
    private static final int SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;
    private static final int SEGMENT_MASK = SEGMENT_SLOTS - 1;
    private static final int FIRST_SLOT_BITS = 6;
    /** A table grows so many entries before it is 5/8 full, so that codes are inserted in runs between which it is looked after. */
    private static final int ENTRIES_SPARE = 16;

    private static final int SLOT_BYTES = 2 * Long.BYTES;
    /** Larger tables are probed in passes. */
    private static final int NEAR_SLOT_BITS = 13;

    private int slotBits;
    private long[][] segments;
    private int entries;
    private int entriesMax;
    /** Rows whose code is not at the place looked at last, and that place. */
    private int[] openRows = new int[0];

    private int[] openSlots = new int[0];

    CodeIndex() {
        this(0);
    }

    /** A table with room for some entries. */
    CodeIndex(int entries) {
        allocate(slotBitsFor(entries));
    }

    private void allocate(int bits) {
        slotBits = bits;
        int slots = 1 << bits;
        segments = new long[Math.max(1, slots >>> SEGMENT_SHIFT)][2 * Math.min(slots, SEGMENT_SLOTS)];
        entriesMax = entriesMax(slots);
    }

    private static int entriesMax(int slots) {
        return slots / 8 * 5 - ENTRIES_SPARE;
    }

    /**
     * Finds the group of each code, or gives a new one in the order of rows.
     *
     * @param newRows receives the rows that made a new group
     * @return how many did
     */
    int insert(long[] codes, int rows, int[] groups, int groupCount, int[] newRows) {
        int fresh = 0;
        int from = 0;
        while (from < rows) {
            if (entries >= entriesMax) {
                grow();
            }
            int to = Math.min(rows, from + entriesMax + ENTRIES_SPARE - entries);
            fresh = insert(codes, from, to, groups, groupCount, newRows, fresh);
            from = to;
        }
        return fresh;
    }

    /** Inserts codes for which there is room. @param found how many new groups there have been since {@code groupCount} */
    private int insert(long[] codes, int from, int to, int[] groups, int groupCount, int[] newRows, int found) {
        int fresh = found;
        if (slotBits <= NEAR_SLOT_BITS) {
            for (int row = from; row < to; row++) {
                fresh = insert(codes, row, groups, groupCount, newRows, fresh);
            }
        } else {
            int open = firstPass(codes, from, to, groups, true);
            for (int i = 0; i < open; i++) {
                fresh = insert(codes, openRows[i], groups, groupCount, newRows, fresh);
            }
        }
        entries += fresh - found;
        return fresh;
    }

    private int insert(long[] codes, int row, int[] groups, int groupCount, int[] newRows, int found) {
        long[][] table = segments;
        int mask = (1 << slotBits) - 1;
        long code = codes[row];
        int slot = (int) (code * GOLDEN_RATIO >>> Long.SIZE - slotBits);
        while (true) {
            long[] segment = table[slot >>> SEGMENT_SHIFT];
            int at = (slot & SEGMENT_MASK) << 1;
            long group = segment[at + 1];
            if (group == 0) {
                newRows[found] = row;
                groups[row] = groupCount + found;
                segment[at] = code;
                segment[at + 1] = groupCount + found + 1L;
                return found + 1;
            }
            if (segment[at] == code) {
                groups[row] = (int) group - 1;
                return found;
            }
            slot = slot + 1 & mask;
        }
    }

    /** Finds the group of each code; -1 where there is none. */
    void find(long[] codes, int rows, int[] groups) {
        if (slotBits <= NEAR_SLOT_BITS) {
            findNear(codes, rows, groups);
            return;
        }
        int open = firstPass(codes, 0, rows, groups, false);
        while (open > 0) {
            open = nextPass(codes, open, groups);
        }
    }

    private void findNear(long[] codes, int rows, int[] groups) {
        int mask = (1 << slotBits) - 1;
        int shift = Long.SIZE - slotBits;
        long[] segment = segments[0];
        for (int row = 0; row < rows; row++) {
            long code = codes[row];
            int slot = (int) (code * GOLDEN_RATIO >>> shift);
            long group = segment[2 * slot + 1];
            while (group != 0 && segment[2 * slot] != code) {
                slot = slot + 1 & mask;
                group = segment[2 * slot + 1];
            }
            groups[row] = (int) group - 1;
        }
    }

    /**
     * Looks at the place of each code. Rows that it does not decide are left open.
     *
     * @param absentOpen whether a row is open, too, whose code is not in the table
     * @return how many rows are open
     */
    private int firstPass(long[] codes, int from, int to, int[] groups, boolean absentOpen) {
        if (openRows.length < to - from) {
            openRows = new int[to - from];
            openSlots = new int[to - from];
        }
        int[] rows = openRows;
        int[] slots = openSlots;
        long[][] table = segments;
        int shift = Long.SIZE - slotBits;
        long absent = absentOpen ? -1 : 0;
        int open = 0;
        for (int row = from; row < to; row++) {
            long code = codes[row];
            int slot = (int) (code * GOLDEN_RATIO >>> shift);
            long[] segment = table[slot >>> SEGMENT_SHIFT];
            int at = (slot & SEGMENT_MASK) << 1;
            long group = segment[at + 1];
            long difference = segment[at] ^ code;
            groups[row] = (int) group - 1;
            rows[open] = row;
            slots[open] = slot;
            open += isOpen(difference, group, absent);
        }
        return open;
    }

    /** Looks at the next place of each open row. */
    private int nextPass(long[] codes, int count, int[] groups) {
        int[] rows = openRows;
        int[] slots = openSlots;
        long[][] table = segments;
        int mask = (1 << slotBits) - 1;
        int open = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int slot = slots[i] + 1 & mask;
            long[] segment = table[slot >>> SEGMENT_SHIFT];
            int at = (slot & SEGMENT_MASK) << 1;
            long group = segment[at + 1];
            long difference = segment[at] ^ codes[row];
            groups[row] = (int) group - 1;
            rows[open] = row;
            slots[open] = slot;
            open += isOpen(difference, group, 0);
        }
        return open;
    }

    /** 1 if a place holds another code, or none and that leaves a row open; without a branch, as nobody can tell. @param absent -1 if no code leaves it open, else 0 */
    private static int isOpen(long difference, long group, long absent) {
        long other = (difference | -difference) & -group;
        long none = group - 1 & absent;
        return (int) ((other | none) >>> 63);
    }

    /** Adds an entry whatever is there already; an earlier entry of the same code is found first. */
    void put(long code, int group) {
        place(code, group + 1);
        if (++entries >= entriesMax) {
            grow();
        }
    }

    private void place(long code, long storedGroup) {
        int mask = (1 << slotBits) - 1;
        int slot = (int) (code * GOLDEN_RATIO >>> (Long.SIZE - slotBits));
        while (segments[slot >>> SEGMENT_SHIFT][((slot & SEGMENT_MASK) << 1) + 1] != 0) {
            slot = slot + 1 & mask;
        }
        long[] segment = segments[slot >>> SEGMENT_SHIFT];
        int at = (slot & SEGMENT_MASK) << 1;
        segment[at] = code;
        segment[at + 1] = storedGroup;
    }

    /** All groups with this code, in the order in which they were put. */
    int[] groupsOf(long code) {
        int mask = (1 << slotBits) - 1;
        int slot = (int) (code * GOLDEN_RATIO >>> (Long.SIZE - slotBits));
        int[] found = new int[4];
        int count = 0;
        while (true) {
            long[] segment = segments[slot >>> SEGMENT_SHIFT];
            int at = (slot & SEGMENT_MASK) << 1;
            if (segment[at + 1] == 0) {
                Arrays.sort(found, 0, count);
                return Arrays.copyOf(found, count);
            }
            if (segment[at] == code) {
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = (int) segment[at + 1] - 1;
            }
            slot = slot + 1 & mask;
        }
    }

    /** Rehashing starts behind an empty slot, so that entries of one code keep their order. */
    private void grow() {
        long[][] old = segments;
        int oldSlots = 1 << slotBits;
        allocate(slotBits + 1);
        int start = 0;
        while (old[start >>> SEGMENT_SHIFT][((start & SEGMENT_MASK) << 1) + 1] != 0) {
            start++;
        }
        for (int i = 1; i <= oldSlots; i++) {
            int slot = start + i & oldSlots - 1;
            long[] segment = old[slot >>> SEGMENT_SHIFT];
            int at = (slot & SEGMENT_MASK) << 1;
            if (segment[at + 1] != 0) {
                place(segment[at], segment[at + 1]);
            }
        }
    }

    /** What inserting that many entries adds at most; while it rehashes the old table is there too. */
    long bytesToInsert(int count) {
        return entries + count < entriesMax ? 0 : bytesFor(entries + count);
    }

    /** Bytes of a table of that many entries. */
    static long bytesFor(int entries) {
        return (long) SLOT_BYTES << slotBitsFor(entries);
    }

    private static int slotBitsFor(int entries) {
        int bits = FIRST_SLOT_BITS;
        while (entriesMax(1 << bits) <= entries) {
            bits++;
        }
        return bits;
    }

    long retainedBytes() {
        return (long) SLOT_BYTES << slotBits;
    }
}
