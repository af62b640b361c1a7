package io.blink.runtime.operator.over;

import java.util.Arrays;

/** A number for each page, by page number, added in order. */
final class PageLongs {
    private long[] values = new long[16];
    private long first;
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    long get(long page) {
        return values[(int) (page - first)];
    }

    /** Pages before {@code page} will not be asked for again. */
    void forgetBefore(long page) {
        int dropped = (int) Math.min(size, page - first);
        if (dropped > size / 2 && dropped > 8) {
            System.arraycopy(values, dropped, values, 0, size - dropped);
            size -= dropped;
            first += dropped;
        }
    }

    long retainedBytes() {
        return (long) values.length * Long.BYTES;
    }
}
