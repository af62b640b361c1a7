package io.blink.formats.parquet.page;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.parquet.bytes.ByteBufferAllocator;

/** Buffers for the bytes of row groups, on the heap, of arrays that readers leave to each other. One reader's. */
public final class ReusedBuffers implements ByteBufferAllocator {
    private final SpareArrays spare;
    private final Set<byte[]> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    public ReusedBuffers(SpareArrays spare) {
        this.spare = spare;
    }

    @Override
    public ByteBuffer allocate(int size) {
        byte[] array = spare.take(size);
        taken.add(array);
        return ByteBuffer.wrap(array, 0, size);
    }

    /** A second release of one buffer is none. */
    @Override
    public void release(ByteBuffer buffer) {
        if (taken.remove(buffer.array())) {
            spare.give(buffer.array());
        }
    }

    @Override
    public boolean isDirect() {
        return false;
    }
}
