package io.blink.state.record;

import io.blink.core.column.BytesColumn;

/** The order keys of the rows of a batch, one behind the other. Scratch, used by one thread. */
public final class OrderKeyRows {
    private final OrderKeyBuffer buffer = new OrderKeyBuffer();
    private int[] ends = new int[1];
    private int[] splits = new int[0];
    private long[] groups = new long[0];
    private int rows;

    /** Forgets what it had. */
    public void begin(int capacity) {
        buffer.clear();
        rows = 0;
        if (splits.length < capacity) {
            ends = new int[capacity + 1];
            splits = new int[capacity];
            groups = new long[capacity];
        }
    }

    public OrderKeyBuffer buffer() {
        return buffer;
    }

    public int size() {
        return rows;
    }

    /** What was written to the buffer since the last row is one. @param split where the bytes of its group end */
    public void end(int split, long group) {
        splits[rows] = split;
        groups[rows] = group;
        ends[++rows] = buffer.size();
    }

    public void at(int row, OrderKey target) {
        byte[] bytes = buffer.bytes();
        target.set(
                groups[row], OrderKey.eightBytes(bytes, splits[row], ends[row + 1]), bytes, ends[row], ends[row + 1]);
    }

    /** For reading only, until the next {@link #begin}. */
    public BytesColumn column() {
        return new BytesColumn(rows, buffer.bytes(), ends, null);
    }

    /** Rows of one length each. @return the bytes, to be filled; the groups are missing */
    public byte[] ofLength(int count, int length, int split) {
        begin(count);
        byte[] bytes = buffer.reserve(Math.multiplyExact(count, length));
        for (int i = 0; i < count; i++) {
            splits[i] = i * length + split;
            ends[i + 1] = (i + 1) * length;
        }
        rows = count;
        return bytes;
    }

    /** @param hashes {@code null}: groups are what the keys start with */
    public void setGroups(long[] hashes) {
        if (hashes != null) {
            System.arraycopy(hashes, 0, groups, 0, rows);
            return;
        }
        for (int i = 0; i < rows; i++) {
            groups[i] = OrderKey.eightBytes(buffer.bytes(), ends[i], splits[i]);
        }
    }

    public int splitLength(int row) {
        return splits[row] - ends[row];
    }
}
