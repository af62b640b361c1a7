package io.blink.runtime.operator.join;

/**
 * A Bloom filter all of whose bits for one key lie in one 64-bit word (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters): 16 bits a key, of which four are
 * set, so that about 3 in 100 absent keys pass. Takes {@link io.blink.core.hash.ValueHash} values. Any thread once it is filled.
 */
final class BlockedBloomFilter {
    private static final int BITS_PER_KEY = 16;
    private static final int KEYS_MAX = 1 << 20;

    private final long[] words;
    private final int shift;

    /** @param keys at most {@link #fits} */
    BlockedBloomFilter(int keys) {
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros((long) keys * BITS_PER_KEY / Long.SIZE));
        words = new long[1 << bits];
        shift = Long.SIZE - bits;
    }

    static boolean fits(int keys) {
        return keys <= KEYS_MAX;
    }

    private static long mask(long hash) {
        return 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12) | 1L << (hash >>> 18);
    }

    void add(long hash) {
        words[(int) (hash >>> shift)] |= mask(hash);
    }

    boolean mayContain(long hash) {
        long mask = mask(hash);
        return (words[(int) (hash >>> shift)] & mask) == mask;
    }

    long retainedBytes() {
        return (long) words.length * Long.BYTES;
    }
}
