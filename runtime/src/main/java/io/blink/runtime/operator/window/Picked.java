package io.blink.runtime.operator.window;

import java.util.Arrays;

/** Numbers that are picked one by one. */
final class Picked {
    private final int[] all;
    private int count;

    Picked(int most) {
        all = new int[most];
    }

    void add(int number) {
        all[count++] = number;
    }

    int count() {
        return count;
    }

    int[] positions() {
        return Arrays.copyOf(all, count);
    }
}
