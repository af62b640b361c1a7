package io.blink.core.column;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a {@link BytesColumn}. */
public final class BytesColumnBuilder extends ColumnBuilder {
    private static final int EXPECTED_LENGTH = 16;

    private byte[] bytes;
    private int[] offsets;

    public BytesColumnBuilder(int expectedSize) {
        int capacity = Math.max(1, expectedSize);
        bytes = new byte[(int) Math.min(1 << 20, (long) capacity * EXPECTED_LENGTH)];
        offsets = new int[capacity + 1];
    }

    public void append(byte[] source, int from, int length) {
        if (size + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(size) + 1);
        }
        int start = offsets[size];
        int end = BytesColumn.checkedLength((long) start + length);
        if (end > bytes.length) {
            long wanted = Math.max(end, (long) bytes.length * 2);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
        System.arraycopy(source, from, bytes, start, length);
        offsets[++size] = end;
    }

    /** Appends text as UTF-8; for borders, not for hot paths. */
    public void append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        append(encoded, 0, encoded.length);
    }

    @Override
    int capacity() {
        return offsets.length - 1;
    }

    @Override
    long arrayBytes() {
        return bytes.length + (long) offsets.length * Integer.BYTES;
    }

    @Override
    void appendUndefined() {
        append(bytes, 0, 0);
    }

    @Override
    void appendValue(Column source, int position) {
        BytesColumn strings = (BytesColumn) source;
        append(strings.bytes(), strings.offset(position), strings.length(position));
    }

    @Override
    BytesColumn build(int builtSize, boolean[] builtNulls) {
        BytesColumn column = new BytesColumn(builtSize, bytes, offsets, builtNulls);
        bytes = new byte[Math.max(EXPECTED_LENGTH, offsets[builtSize])];
        offsets = new int[Math.max(1, builtSize) + 1];
        return column;
    }
}
