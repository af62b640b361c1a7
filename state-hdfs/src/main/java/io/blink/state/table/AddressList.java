package io.blink.state.table;

import java.util.Arrays;

/** Addresses that were found. Scratch, used by one thread. */
final class AddressList {
    private int[] addresses = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** The first {@link #size} of it. */
    int[] array() {
        return addresses;
    }

    void add(int address) {
        if (size == addresses.length) {
            addresses = Arrays.copyOf(addresses, size * 2);
        }
        addresses[size++] = address;
    }
}
