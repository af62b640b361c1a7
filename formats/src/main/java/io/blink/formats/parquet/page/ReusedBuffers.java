package io.blink.formats.parquet.page;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;

/** Buffers for the bytes of row groups, on the heap; those of one that was read hold the next one. One reader's. */
public final class ReusedBuffers implements ByteBufferAllocator {
    private static final int KEPT_MAX = 16;

    private final List<byte[]> spare = new ArrayList<>();

    @Override
    public ByteBuffer allocate(int size) {
        for (int i = 0; i < spare.size(); i++) {
            if (spare.get(i).length >= size) {
                return ByteBuffer.wrap(spare.remove(i), 0, size);
            }
        }
        // Row groups differ in size: a little more than needed fits the next one as well.
        return ByteBuffer.wrap(new byte[Math.addExact(size, size >> 4)], 0, size);
    }

    @Override
    public void release(ByteBuffer buffer) {
        if (spare.size() == KEPT_MAX) {
            spare.remove(0);
        }
        spare.add(buffer.array());
    }

    @Override
    public boolean isDirect() {
        return false;
    }
}
