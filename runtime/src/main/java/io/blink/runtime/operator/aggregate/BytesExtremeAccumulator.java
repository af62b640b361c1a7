package io.blink.runtime.operator.aggregate;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.Arrays;
import java.util.List;

/** MIN or MAX of strings, by bytes. Each group has a copy of its value, replaced rarely: a new extreme is found about ln(n) times in n values. */
final class BytesExtremeAccumulator implements Accumulator {
    private static final int REFERENCE_BYTES = 8;
    private static final int ARRAY_BYTES = 24;
    private static final int CHUNK = LongChunks.MASK + 1;
    private static final int FIRST_CHUNK = 64;

    private final boolean greatest;
    private byte[][][] chunks = new byte[0][][];
    private int capacity;
    private long valueBytes;

    BytesExtremeAccumulator(boolean greatest) {
        this.greatest = greatest;
    }

    @Override
    public void ensure(int groupCount) {
        if (groupCount <= capacity) {
            return;
        }
        int grown = capacityFor(groupCount);
        int before = chunks.length;
        chunks = Arrays.copyOf(chunks, (grown + CHUNK - 1) / CHUNK);
        for (int chunk = Math.max(0, before - 1); chunk < chunks.length; chunk++) {
            int length = Math.min(CHUNK, grown - chunk * CHUNK);
            chunks[chunk] = chunk < before ? Arrays.copyOf(chunks[chunk], length) : new byte[length][];
        }
        capacity = grown;
    }

    private static int capacityFor(int groupCount) {
        return groupCount <= CHUNK
                ? Math.max(FIRST_CHUNK, Integer.highestOneBit(Math.max(1, groupCount - 1)) << 1)
                : (groupCount + CHUNK - 1) / CHUNK * CHUNK;
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        BytesColumn strings = (BytesColumn) arguments.get(0);
        byte[] bytes = strings.bytes();
        int[] offsets = strings.offsets();
        for (int i = 0; i < rows; i++) {
            byte[][] chunk = chunks[groups[i] >>> LongChunks.SHIFT];
            int at = groups[i] & LongChunks.MASK;
            byte[] before = chunk[at];
            if (before == null || replaces(bytes, offsets[i], offsets[i + 1], before)) {
                chunk[at] = Arrays.copyOfRange(bytes, offsets[i], offsets[i + 1]);
                valueBytes += size(chunk[at]) - (before == null ? 0 : size(before));
            }
        }
    }

    private static long size(byte[] value) {
        return ARRAY_BYTES + value.length;
    }

    private boolean replaces(byte[] bytes, int from, int to, byte[] before) {
        int order = Arrays.compareUnsigned(bytes, from, to, before, 0, before.length);
        return greatest ? order > 0 : order < 0;
    }

    @Override
    public Column result(int from, int count) {
        BytesColumnBuilder builder = new BytesColumnBuilder(count);
        for (int group = from; group < from + count; group++) {
            byte[] value = chunks[group >>> LongChunks.SHIFT][group & LongChunks.MASK];
            if (value == null) {
                builder.appendNull();
            } else {
                builder.append(value, 0, value.length);
            }
        }
        return builder.build();
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        BytesColumn strings = (BytesColumn) arguments.get(0).flat();
        long references = groupCount <= capacity ? 0 : (long) (capacityFor(groupCount) - capacity) * REFERENCE_BYTES;
        return references + strings.offsets()[strings.size()] + (long) strings.size() * ARRAY_BYTES;
    }

    @Override
    public long retainedBytes() {
        return (long) capacity * REFERENCE_BYTES + valueBytes;
    }

    @Override
    public void clear() {
        chunks = new byte[0][][];
        capacity = 0;
        valueBytes = 0;
    }
}
