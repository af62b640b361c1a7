package io.blink.state.table;

import io.blink.core.column.BytesColumnBuilder;
import java.util.Arrays;

/** Reads the fields of order keys. */
final class OrderKeyReader {
    private final byte[] bytes;
    private byte[] unescaped = new byte[64];
    private int position;

    OrderKeyReader(byte[] bytes) {
        this.bytes = bytes;
    }

    void at(int newPosition) {
        position = newPosition;
    }

    int readByte() {
        return bytes[position++] & 0xFF;
    }

    int readInt() {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | readByte();
        }
        return value;
    }

    long readLong() {
        return (long) readInt() << 32 | readInt() & 0xFFFFFFFFL;
    }

    void readEscaped(BytesColumnBuilder target) {
        int length = 0;
        while (true) {
            byte next = bytes[position++];
            if (next == 0 && bytes[position++] == 0) {
                target.append(unescaped, 0, length);
                return;
            }
            if (length == unescaped.length) {
                unescaped = Arrays.copyOf(unescaped, length * 2);
            }
            unescaped[length++] = next;
        }
    }
}
