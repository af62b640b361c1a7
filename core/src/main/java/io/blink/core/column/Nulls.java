package io.blink.core.column;

import java.util.Arrays;

/** Null flags of flat columns: {@code null} where no value is null, else one flag a position. */
final class Nulls {
    private Nulls() {}

    static boolean at(boolean[] nulls, int position) {
        return nulls != null && nulls[position];
    }

    static boolean[] take(boolean[] nulls, int[] positions, int offset, int count) {
        if (nulls == null) {
            return null;
        }
        boolean[] taken = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            boolean isNull = nulls[positions[offset + i]];
            taken[i] = isNull;
            any |= isNull;
        }
        return any ? taken : null;
    }

    static boolean[] slice(boolean[] nulls, int from, int length) {
        if (nulls == null) {
            return null;
        }
        boolean[] slice = Arrays.copyOfRange(nulls, from, from + length);
        for (boolean isNull : slice) {
            if (isNull) {
                return slice;
            }
        }
        return null;
    }

    static long bytes(boolean[] nulls) {
        return nulls == null ? 0 : nulls.length;
    }

    static void check(boolean[] nulls, int size) {
        if (nulls != null && nulls.length < size) {
            throw new IllegalArgumentException(nulls.length + " null flags for " + size + " values");
        }
    }
}
