package io.blink.rocksdb;

import java.util.Arrays;

/** Entries of a value table that were looked up and may be changed before they are written: each key once. Used on the task's thread. */
final class HeldEntries {
    private byte[][] keys = new byte[1024][];
    private byte[][] values = new byte[1024][];
    private boolean[] dirty = new boolean[1024];
    private int[] slots = new int[4096];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(keys, 0, size, null);
        Arrays.fill(values, 0, size, null);
        Arrays.fill(dirty, 0, size, false);
        Arrays.fill(slots, 0);
        size = 0;
    }

    /** The number of a key, which is {@link #size} before the call if it is new. */
    int numberOf(byte[] key) {
        int mask = slots.length - 1;
        int at = Arrays.hashCode(key) * 0x9E3779B9 >>> 7 & mask;
        while (slots[at] != 0) {
            if (Arrays.equals(keys[slots[at] - 1], key)) {
                return slots[at] - 1;
            }
            at = at + 1 & mask;
        }
        if (size == keys.length) {
            grow();
            return numberOf(key);
        }
        slots[at] = size + 1;
        keys[size] = key;
        return size++;
    }

    private void grow() {
        keys = Arrays.copyOf(keys, size * 2);
        values = Arrays.copyOf(values, size * 2);
        dirty = Arrays.copyOf(dirty, size * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int at = Arrays.hashCode(keys[number]) * 0x9E3779B9 >>> 7 & mask;
            while (slots[at] != 0) {
                at = at + 1 & mask;
            }
            slots[at] = number + 1;
        }
    }

    byte[] key(int number) {
        return keys[number];
    }

    /** {@code null}: the table does not have the key. */
    byte[] value(int number) {
        return values[number];
    }

    /** As it was read. */
    void read(int number, byte[] value) {
        values[number] = value;
    }

    /** To be written. */
    void change(int number, byte[] value) {
        values[number] = value;
        dirty[number] = true;
    }

    boolean isDirty(int number) {
        return dirty[number];
    }

    void written(int number) {
        dirty[number] = false;
    }
}
