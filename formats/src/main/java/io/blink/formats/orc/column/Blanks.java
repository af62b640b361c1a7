package io.blink.formats.orc.column;

import io.blink.core.column.BytesColumn;

/** CHAR values, which the file has filled up. */
final class Blanks {
    private Blanks() {}

    /** The same values without blanks at the end. */
    static BytesColumn trimmed(BytesColumn column) {
        int size = column.size();
        int[] offsets = new int[size + 1];
        byte[] source = column.bytes();
        byte[] bytes = new byte[column.offset(size)];
        for (int i = 0; i < size; i++) {
            int from = column.offset(i);
            int end = from + column.length(i);
            while (end > from && source[end - 1] == ' ') {
                end--;
            }
            System.arraycopy(source, from, bytes, offsets[i], end - from);
            offsets[i + 1] = offsets[i] + end - from;
        }
        return new BytesColumn(size, bytes, offsets, column.nulls());
    }
}
