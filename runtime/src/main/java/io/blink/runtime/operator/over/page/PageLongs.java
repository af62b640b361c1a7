package io.blink.runtime.operator.over.page;

import java.util.Arrays;

/** A number for each page, by page number, added in order. */
public final class PageLongs {
    private long[] values = new long[16];
    private long first;
    private int size;

    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    public long get(long page) {
        return values[(int) (page - first)];
    }

    /** Pages before {@code page} will not be asked for again. */
    public void forgetBefore(long page) {
        int dropped = (int) Math.min(size, page - first);
        if (dropped > size / 2 && dropped > 8) {
            System.arraycopy(values, dropped, values, 0, size - dropped);
            size -= dropped;
            first += dropped;
        }
    }

    public long retainedBytes() {
        return (long) values.length * Long.BYTES;
    }
}
