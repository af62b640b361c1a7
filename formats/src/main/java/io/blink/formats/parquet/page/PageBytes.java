package io.blink.formats.parquet.page;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;

/** Bytes of a page where they lie: {@code array[from .. to)}. Nobody changes them. */
record PageBytes(byte[] array, int from, int to) {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Without a copy if they lie in one array of the heap. */
    static PageBytes of(BytesInput input) throws IOException {
        ByteBuffer buffer = input.toInputStream().slice(Math.toIntExact(input.size()));
        if (buffer.hasArray()) {
            int from = buffer.arrayOffset() + buffer.position();
            return new PageBytes(buffer.array(), from, from + buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return new PageBytes(copy, 0, copy.length);
    }

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
