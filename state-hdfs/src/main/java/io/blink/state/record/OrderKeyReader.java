package io.blink.state.record;

import io.blink.core.column.BytesColumnBuilder;
import java.util.Arrays;

/** Reads the fields of order keys. */
public final class OrderKeyReader {
    private final byte[] bytes;
    private byte[] unescaped = new byte[64];
    private int position;

    public OrderKeyReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public void at(int newPosition) {
        position = newPosition;
    }

    public int readByte() {
        return bytes[position++] & 0xFF;
    }

    public int readInt() {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | readByte();
        }
        return value;
    }

    public long readLong() {
        return (long) readInt() << 32 | readInt() & 0xFFFFFFFFL;
    }

    public void readEscaped(BytesColumnBuilder target) {
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
