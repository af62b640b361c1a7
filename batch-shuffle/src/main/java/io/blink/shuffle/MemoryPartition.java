package io.blink.shuffle;

import io.blink.core.column.BatchFrame;
import java.util.Arrays;

/** A partition too small for a file: the bytes that would be in it. */
final class MemoryPartition implements ShufflePartition {
    private final PartitionIndex index;
    private final PartitionMemory memory;
    private volatile byte[] data;

    /** @param memory from which the length of {@code data} was taken; it is given back by {@link #delete} */
    MemoryPartition(PartitionIndex index, byte[] data, PartitionMemory memory) {
        this.index = index;
        this.data = data;
        this.memory = memory;
    }

    @Override
    public BucketStatistics statistics() {
        return index.statistics();
    }

    @Override
    public boolean onDisk() {
        return false;
    }

    @Override
    public ShuffleReader reader(int firstBucket, int bucketCount) {
        byte[] bytes = data;
        return new ShuffleReader() {
            private int position = bucketCount == 0 ? 0 : (int) index.offsets()[firstBucket];
            private final int end = bucketCount == 0 ? 0 : (int) index.end(firstBucket + bucketCount - 1);

            @Override
            public byte[] nextFrame() {
                if (position >= end) {
                    return null;
                }
                int length = BatchFrame.length(bytes, position);
                position += length;
                return Arrays.copyOfRange(bytes, position - length, position);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void delete() {
        memory.giveBack(data.length);
        data = new byte[0];
    }
}
