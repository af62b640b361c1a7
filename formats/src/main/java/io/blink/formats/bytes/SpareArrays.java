package io.blink.formats.bytes;

import java.util.ArrayList;
import java.util.List;

/**
 * Large arrays that one reader leaves to the next: those for compressed row groups and decompressed pages, megabytes each, cost more to be made than to be filled. What is spare is bounded; the
 * oldest go first. An array belongs to whoever took it until it is given back. Any thread.
 */
public final class SpareArrays {
    /** Smaller ones are quickly made. */
    private static final int LEAST_BYTES = 16 << 10;

    /** An array is not taken for less than this part of it. */
    private static final int LEAST_SHARE = 4;

    private static final int HEAP_SHARE = 32;

    private final long bytesMax;
    private final List<byte[]> arrays = new ArrayList<>();
    private long bytes;

    /** @param bytesMax of arrays that nobody has taken */
    public SpareArrays(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Bounded by a part of the heap. */
    public static SpareArrays ofHeap() {
        return new SpareArrays(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** An array of at least {@code length} bytes, whatever they are. */
    public byte[] take(int length) {
        byte[] found = length < LEAST_BYTES ? null : smallest(length);
        // Row groups differ in size: a little more than needed fits the next one as well.
        return found == null
                ? new byte[Math.max(length, (int) Math.min(Integer.MAX_VALUE - 16, length + (length / 16L)))]
                : found;
    }

    private synchronized byte[] smallest(int length) {
        int best = -1;
        for (int i = 0; i < arrays.size(); i++) {
            int size = arrays.get(i).length;
            boolean fits = size >= length && size / LEAST_SHARE <= length;
            if (fits && (best < 0 || size < arrays.get(best).length)) {
                best = i;
            }
        }
        if (best < 0) {
            return null;
        }
        byte[] taken = arrays.remove(best);
        bytes -= taken.length;
        return taken;
    }

    /** Hands an array over, which the caller does not touch any more. */
    public synchronized void give(byte[] array) {
        if (array.length < LEAST_BYTES || array.length > bytesMax) {
            return;
        }
        arrays.add(array);
        bytes += array.length;
        while (bytes > bytesMax) {
            bytes -= arrays.remove(0).length;
        }
    }

    /** Bytes of the arrays that nobody has taken. */
    synchronized long spareBytes() {
        return bytes;
    }
}
