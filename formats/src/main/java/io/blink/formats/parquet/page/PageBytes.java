package io.blink.formats.parquet.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes of a page where they lie: {@code array[from .. to)}. Nobody changes them. */
record PageBytes(byte[] array, int from, int to) {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    int length() {
        return to - from;
    }

    int firstInt() {
        return (int) INTS.get(array, from);
    }

    /** What follows {@code part} of the same array. */
    PageBytes behind(PageBytes part) {
        return new PageBytes(array, part.to, to);
    }
}
