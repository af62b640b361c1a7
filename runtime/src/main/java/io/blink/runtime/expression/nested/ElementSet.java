package io.blink.runtime.expression.nested;

import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.runtime.expression.comparison.ValueOrder;
import java.util.Arrays;

/** A set of elements of one column, by their places in it; used array by array. NULLs are equal. */
final class ElementSet {
    private final Column members;
    private final long[] memberHashes;
    private int[] slots = new int[64];
    private int count;

    ElementSet(Column members) {
        this(members, hashes(members));
    }

    ElementSet(Column members, long[] memberHashes) {
        this.members = members;
        this.memberHashes = memberHashes;
    }

    static long[] hashes(Column column) {
        long[] hashes = new long[column.size()];
        ColumnHash.ofColumn(column, hashes);
        return hashes;
    }

    void clear(int expected) {
        int wanted = Integer.highestOneBit(Math.max(32, expected)) * 4;
        if (slots.length < wanted) {
            slots = new int[wanted];
        } else if (count > 0) {
            Arrays.fill(slots, 0);
        }
        count = 0;
    }

    /** The place of the equal element that was added first, which may be this one, added now. */
    int placeOf(int place) {
        int slot = slot(members, place, memberHashes[place]);
        if (slots[slot] == 0) {
            slots[slot] = place + 1;
            count++;
        }
        return slots[slot] - 1;
    }

    /** Whether the element was not there yet. */
    boolean add(int place) {
        int slot = slot(members, place, memberHashes[place]);
        if (slots[slot] != 0) {
            return false;
        }
        slots[slot] = place + 1;
        count++;
        return true;
    }

    boolean contains(Column column, int place, long hash) {
        return slots[slot(column, place, hash)] != 0;
    }

    private int slot(Column column, int place, long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0 && ValueOrder.compare(members, slots[slot] - 1, column, place) != 0) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
