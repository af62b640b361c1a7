package io.blink.state.table;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Addresses by 32 bits of hash, called tags; several addresses may have the same tag, so a hit must be verified. Open addressing, at most 5/8 full, in segments of at most 16,384 slots; a full segment is split in two by one
 * more of the tag's high bits (extendible hashing, Fagin et al., TODS 1979), so that growing never moves more than one segment. Used on the task's thread.
 *
 * <p>A slot is 0 if free, else the tag in its high half and the address plus 1 in its low one.
 */
final class HashIndex {
    private static final int FIRST_SLOTS = 32;
    private static final int SEGMENT_SLOTS_MAX = 1 << 14;
    /** Beyond, tags are so much alike that segments grow instead. */
    private static final int DEPTH_MAX = 17;

    private static final int SEGMENT_OBJECT_BYTES = 48;
    /** Restored slots of a segment on average at most: six standard deviations below what makes it full. */
    private static final int FILLED_SEGMENT_MAX = 9600;

    private final StoreMemory memory;
    private Segment[] directory = new Segment[1];
    private int depth;
    private long bytes;

    /** Serves the tags that share their high {@code depth} bits. */
    private static final class Segment {
        private final int depth;
        private long[] slots;
        private int used;

        Segment(int depth, int slots) {
            this.depth = depth;
            this.slots = new long[slots];
        }

        boolean isFull() {
            return used >= slots.length / 8 * 5;
        }
    }

    HashIndex(StoreMemory memory) {
        this.memory = memory;
        directory[0] = newSegment(0, FIRST_SLOTS);
    }

    static int tag(long hash) {
        return (int) (hash >>> 32);
    }

    private Segment newSegment(int segmentDepth, int slots) {
        account(SEGMENT_OBJECT_BYTES + (long) slots * Long.BYTES);
        return new Segment(segmentDepth, slots);
    }

    private void account(long added) {
        memory.grow(added);
        bytes += added;
    }

    private Segment segment(int tag) {
        return directory[depth == 0 ? 0 : tag >>> (Integer.SIZE - depth)];
    }

    /** The first address of each tag, {@link RecordAddress#NONE} where there is none. */
    void find(int[] tags, int rows, int[] addresses) {
        Segment[] segments = directory;
        int shift = Integer.SIZE - depth;
        boolean single = depth == 0;
        for (int i = 0; i < rows; i++) {
            int tag = tags[i];
            addresses[i] = first(segments[single ? 0 : tag >>> shift].slots, tag);
        }
    }

    int first(int tag) {
        return first(segment(tag).slots, tag);
    }

    private static int first(long[] slots, int tag) {
        int mask = slots.length - 1;
        int at = tag & mask;
        long slot = slots[at];
        while (slot != 0) {
            if ((int) (slot >>> 32) == tag) {
                return (int) slot - 1;
            }
            at = at + 1 & mask;
            slot = slots[at];
        }
        return RecordAddress.NONE;
    }

    /** All addresses of a tag. */
    int[] all(int tag) {
        long[] slots = segment(tag).slots;
        int mask = slots.length - 1;
        int[] found = new int[4];
        int count = 0;
        for (int at = tag & mask; slots[at] != 0; at = at + 1 & mask) {
            if ((int) (slots[at] >>> 32) == tag) {
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = (int) slots[at] - 1;
            }
        }
        return Arrays.copyOf(found, count);
    }

    void add(int tag, int address) {
        Segment segment = segment(tag);
        while (segment.isFull()) {
            if (segment.slots.length < SEGMENT_SLOTS_MAX || segment.depth >= DEPTH_MAX) {
                grow(segment);
            } else {
                split(segment, tag);
                segment = segment(tag);
            }
        }
        put(segment, slot(tag, address));
    }

    /** A tag and an address as one number. */
    static long slot(int tag, int address) {
        return (long) tag << 32 | address + 1 & 0xFFFFFFFFL;
    }

    /** Fills the index, which has nothing yet, by two threads if that is worth it. Before the table is used. */
    void fill(RestoredSlots restored) {
        makeRoom(restored.count());
        int half = restored.buckets() / 2;
        if (depth == 0) {
            addAll(fill(restored, 0, restored.buckets()));
            return;
        }
        // The two halves of the tags have no segment in common.
        CompletableFuture<long[]> low = CompletableFuture.supplyAsync(() -> fill(restored, 0, half));
        long[] high = fill(restored, half, restored.buckets());
        addAll(low.join());
        addAll(high);
    }

    /** Segments for so many slots, with so much to spare that hardly one overflows. */
    private void makeRoom(long count) {
        int slots = FIRST_SLOTS;
        while (slots < SEGMENT_SLOTS_MAX && count >= slots / 8 * 5) {
            slots *= 2;
        }
        while (depth < DEPTH_MAX && count > (long) FILLED_SEGMENT_MAX << depth) {
            depth++;
        }
        memory.shrink(bytes);
        bytes = 0;
        directory = new Segment[1 << depth];
        account((long) directory.length * Integer.BYTES);
        for (int i = 0; i < directory.length; i++) {
            directory[i] = newSegment(depth, slots);
        }
    }

    /** Of the buckets {@code [from, to)}; returns the slots for which a segment has no room. */
    private long[] fill(RestoredSlots restored, int from, int to) {
        long[] refused = new long[16];
        int count = 0;
        for (int bucket = from; bucket < to; bucket++) {
            long[][] chunks = restored.chunks(bucket);
            for (int c = 0; c < chunks.length; c++) {
                int used = restored.used(bucket, c);
                for (int i = 0; i < used; i++) {
                    long slot = chunks[c][i];
                    Segment segment = segment((int) (slot >>> 32));
                    if (!segment.isFull()) {
                        put(segment, slot);
                    } else {
                        refused = count == refused.length ? Arrays.copyOf(refused, count * 2) : refused;
                        refused[count++] = slot;
                    }
                }
            }
        }
        return Arrays.copyOf(refused, count);
    }

    private void addAll(long[] slots) {
        for (long slot : slots) {
            add((int) (slot >>> 32), (int) slot - 1);
        }
    }

    private static void put(Segment segment, long slot) {
        long[] slots = segment.slots;
        int mask = slots.length - 1;
        int at = (int) (slot >>> 32) & mask;
        while (slots[at] != 0) {
            at = at + 1 & mask;
        }
        slots[at] = slot;
        segment.used++;
    }

    private void grow(Segment segment) {
        long[] old = segment.slots;
        account((long) old.length * Long.BYTES);
        segment.slots = new long[old.length * 2];
        segment.used = 0;
        for (long slot : old) {
            if (slot != 0) {
                put(segment, slot);
            }
        }
    }

    private void split(Segment segment, int tag) {
        if (segment.depth == depth) {
            account((long) directory.length * Integer.BYTES);
            Segment[] doubled = new Segment[directory.length * 2];
            for (int i = 0; i < doubled.length; i++) {
                doubled[i] = directory[i >> 1];
            }
            directory = doubled;
            depth++;
        }
        int newDepth = segment.depth + 1;
        Segment low = newSegment(newDepth, segment.slots.length);
        Segment high = newSegment(newDepth, segment.slots.length);
        for (long slot : segment.slots) {
            if (slot != 0) {
                put((slot >>> (Long.SIZE - newDepth) & 1) == 0 ? low : high, slot);
            }
        }
        int span = 1 << (depth - newDepth);
        int first = (segment.depth == 0 ? 0 : tag >>> (Integer.SIZE - segment.depth)) << (depth - segment.depth);
        Arrays.fill(directory, first, first + span, low);
        Arrays.fill(directory, first + span, first + 2 * span, high);
        long freed = SEGMENT_OBJECT_BYTES + (long) segment.slots.length * Long.BYTES;
        memory.shrink(freed);
        bytes -= freed;
    }

    /** Gives an address of a tag another value; false if the tag does not have it. */
    boolean replace(int tag, int from, int to) {
        long[] slots = segment(tag).slots;
        int at = position(slots, tag, from);
        if (at < 0) {
            return false;
        }
        slots[at] = slot(tag, to);
        return true;
    }

    /** False if the tag does not have the address. */
    boolean remove(int tag, int address) {
        Segment segment = segment(tag);
        long[] slots = segment.slots;
        int mask = slots.length - 1;
        int hole = position(slots, tag, address);
        if (hole < 0) {
            return false;
        }
        // What follows moves up, as far as it may, so that no search ends at the hole.
        for (int at = hole + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
            int home = (int) (slots[at] >>> 32) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = 0;
        segment.used--;
        return true;
    }

    private static int position(long[] slots, int tag, int address) {
        long wanted = slot(tag, address);
        int mask = slots.length - 1;
        for (int at = tag & mask; slots[at] != 0; at = at + 1 & mask) {
            if (slots[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** Gives the memory back. */
    void release() {
        memory.shrink(bytes);
        bytes = 0;
        directory = new Segment[0];
    }
}
