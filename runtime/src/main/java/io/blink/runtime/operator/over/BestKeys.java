package io.blink.runtime.operator.over;

import io.blink.runtime.operator.rows.IntChunks;
import io.blink.runtime.operator.rows.LongChunks;

/** For each group the least of the keys that it has seen, as many as are wanted: a heap with the greatest of them on top, in one array. Keys are ordered as unsigned numbers. */
final class BestKeys {
    private final int wanted;
    private final boolean distinct;
    /** Keys with their first bit turned; those of group g from {@code g * wanted} on. */
    private final LongChunks heaps = new LongChunks();

    private final IntChunks counts = new IntChunks();

    /** @param distinct whether equal keys count once */
    BestKeys(int wanted, boolean distinct) {
        this.wanted = wanted;
        this.distinct = distinct;
    }

    void ensure(int groups) {
        heaps.ensure(Math.multiplyExact(groups, wanted));
        counts.ensure(groups);
    }

    long bytesToEnsure(int groups) {
        return (long) groups * wanted > Integer.MAX_VALUE / 2
                ? Long.MAX_VALUE / 2
                : heaps.bytesToEnsure(groups * wanted) + counts.bytesToEnsure(groups);
    }

    /** Takes keys in and leaves the positions of those that were among the least of their group when they came; gives how many. */
    int select(int[] groups, long[] keys, int rows, boolean dropsEqual, int[] positions) {
        int kept = 0;
        for (int i = 0; i < rows && wanted > 0; i++) {
            long key = keys[i] ^ Long.MIN_VALUE;
            int group = groups[i];
            positions[kept] = i;
            kept += take(group, key, dropsEqual) ? 1 : 0;
        }
        return kept;
    }

    private boolean take(int group, long key, boolean dropsEqual) {
        int first = group * wanted;
        int count = counts.get(group);
        if (count == wanted) {
            long greatest = heaps.get(first);
            if (key >= greatest) {
                return key == greatest && !dropsEqual;
            }
            if (!distinct || !contains(first, count, key)) {
                sink(first, count, key);
            }
        } else if (!distinct || !contains(first, count, key)) {
            rise(first, count, key);
            counts.set(group, count + 1);
        }
        return true;
    }

    private boolean contains(int first, int count, long key) {
        for (int i = first; i < first + count; i++) {
            if (heaps.get(i) == key) {
                return true;
            }
        }
        return false;
    }

    /** Puts a key in the free place behind the heap. */
    private void rise(int first, int count, long key) {
        int at = count;
        while (at > 0 && heaps.get(first + (at - 1 >> 1)) < key) {
            heaps.set(first + at, heaps.get(first + (at - 1 >> 1)));
            at = at - 1 >> 1;
        }
        heaps.set(first + at, key);
    }

    /** Puts a key in the place of the greatest. */
    private void sink(int first, int count, long key) {
        int at = 0;
        int child = 1;
        while (child < count) {
            if (child + 1 < count && heaps.get(first + child + 1) > heaps.get(first + child)) {
                child++;
            }
            if (heaps.get(first + child) <= key) {
                break;
            }
            heaps.set(first + at, heaps.get(first + child));
            at = child;
            child = 2 * at + 1;
        }
        heaps.set(first + at, key);
    }

    long retainedBytes() {
        return heaps.retainedBytes() + counts.retainedBytes();
    }

    void clear() {
        heaps.clear();
        counts.clear();
    }
}
