package io.blink.state.table;

/**
 * Which records of a page are dead: a bit for each 8 bytes, set at a record's first. Changed in the version that made it; from then on frozen and, while a snapshot needs it, reached from its
 * successor by {@link #at}.
 */
final class DeadRecords {
    private final long version;
    private final long[] bits;
    private int count;
    private DeadRecords previous;

    private DeadRecords(long version, long[] bits, int count, DeadRecords previous) {
        this.version = version;
        this.bits = bits;
        this.count = count;
        this.previous = previous;
    }

    static int words(int pageBytes) {
        return (pageBytes / Long.BYTES + Long.SIZE - 1) / Long.SIZE;
    }

    static DeadRecords none(long version, int pageBytes) {
        return new DeadRecords(version, new long[words(pageBytes)], 0, null);
    }

    /** To be changed in a later version; those before {@code oldestNeeded} are let go. */
    DeadRecords successor(long newVersion, long oldestNeeded) {
        DeadRecords needed = this;
        while (needed != null && needed.version > oldestNeeded) {
            needed = needed.previous;
        }
        if (needed != null) {
            // A snapshot that is not over stops here or before, so nobody walks on.
            needed.previous = null;
        }
        return new DeadRecords(newVersion, bits.clone(), count, this);
    }

    long version() {
        return version;
    }

    int count() {
        return count;
    }

    void add(int offset) {
        int bit = offset >>> RecordAddress.UNIT_SHIFT;
        bits[bit >>> 6] |= 1L << bit;
        count++;
    }

    boolean contains(int offset) {
        int bit = offset >>> RecordAddress.UNIT_SHIFT;
        return (bits[bit >>> 6] & 1L << bit) != 0;
    }

    /** As it was at the end of a version; {@code null} if nothing was dead. */
    DeadRecords at(long endOfVersion) {
        DeadRecords dead = this;
        while (dead != null && dead.version > endOfVersion) {
            dead = dead.previous;
        }
        return dead;
    }

    /** What was not dead before, as offsets in units of 8 bytes, ascending. @param before of the same page; {@code null} if nothing was dead */
    int[] unitsSince(DeadRecords before) {
        int[] units = new int[before == null ? count : count - before.count];
        int next = 0;
        for (int word = 0; word < bits.length; word++) {
            long added = before == null ? bits[word] : bits[word] & ~before.bits[word];
            for (long rest = added; rest != 0; rest &= rest - 1) {
                units[next++] = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
            }
        }
        return units;
    }
}
