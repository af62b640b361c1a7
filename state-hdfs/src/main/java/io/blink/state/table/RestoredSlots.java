package io.blink.state.table;

import java.util.Arrays;

/**
 * Slots of a {@link HashIndex} for records that are being restored, in buckets by the high bits of their tags, so that each part of the index is filled while it is in the processor's cache. Gathered on one
 * thread.
 */
final class RestoredSlots {
    /** High bits of a tag that choose its bucket. */
    static final int BUCKET_BITS = 8;

    private static final int BUCKETS = 1 << BUCKET_BITS;
    private static final int FIRST_CHUNK = 16;
    private static final int CHUNK_MAX = 4096;

    private final StoreMemory memory;
    /** By bucket; the last chunk of each is not full. */
    private final long[][][] chunks = new long[BUCKETS][0][];

    private final int[] usedOfLast = new int[BUCKETS];
    private long count;
    private long bytes;

    RestoredSlots(StoreMemory memory) {
        this.memory = memory;
    }

    void add(long[] slots) {
        for (long slot : slots) {
            int bucket = (int) (slot >>> (Long.SIZE - BUCKET_BITS));
            long[][] known = chunks[bucket];
            if (known.length == 0 || usedOfLast[bucket] == known[known.length - 1].length) {
                known = addChunk(bucket);
            }
            known[known.length - 1][usedOfLast[bucket]++] = slot;
        }
        count += slots.length;
    }

    private long[][] addChunk(int bucket) {
        long[][] known = chunks[bucket];
        int length = known.length == 0 ? FIRST_CHUNK : Math.min(CHUNK_MAX, known[known.length - 1].length * 2);
        memory.grow((long) length * Long.BYTES);
        bytes += (long) length * Long.BYTES;
        long[][] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = new long[length];
        chunks[bucket] = more;
        usedOfLast[bucket] = 0;
        return more;
    }

    long count() {
        return count;
    }

    int buckets() {
        return BUCKETS;
    }

    /** The chunks of a bucket. */
    long[][] chunks(int bucket) {
        return chunks[bucket];
    }

    /** How much of a chunk is used. */
    int used(int bucket, int chunk) {
        return chunk == chunks[bucket].length - 1 ? usedOfLast[bucket] : chunks[bucket][chunk].length;
    }

    /** Gives the memory back. */
    void release() {
        memory.shrink(bytes);
        bytes = 0;
    }
}
