package io.blink.runtime.operator.rows;

import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.TimestampColumn;
import java.util.Arrays;

/** Rows of two longs: 128-bit decimals (high, low), or timestamps with nanoseconds (microseconds, nanoseconds of the microsecond). */
public final class PairStore extends ColumnStore {
    private final boolean decimals;
    private long[][] chunks = new long[0][];

    PairStore(boolean decimals) {
        this.decimals = decimals;
    }

    /** The high half of a decimal, or the microseconds of a timestamp. */
    public long first(int row) {
        return chunks[row >>> CHUNK_SHIFT][(row & CHUNK_MASK) << 1];
    }

    /** The low half of a decimal, or the nanoseconds of the microsecond of a timestamp. */
    public long second(int row) {
        return chunks[row >>> CHUNK_SHIFT][((row & CHUNK_MASK) << 1) + 1];
    }

    @Override
    public int compare(int row, int otherRow) {
        int firsts = Long.compare(first(row), first(otherRow));
        return firsts != 0 ? firsts : Long.compareUnsigned(second(row), second(otherRow));
    }

    @Override
    int widthBytes() {
        return 2 * Long.BYTES;
    }

    @Override
    void grow(int newCapacity) {
        int before = chunks.length;
        int count = chunkCount(newCapacity);
        chunks = Arrays.copyOf(chunks, count);
        for (int chunk = Math.max(0, before - 1); chunk < count; chunk++) {
            int length = 2 * chunkLength(newCapacity, chunk);
            chunks[chunk] = chunk < before ? Arrays.copyOf(chunks[chunk], length) : new long[length];
        }
    }

    @Override
    void release() {
        chunks = new long[0][];
    }

    @Override
    void appendFlat(Column flat, int[] positions, int offset, int count) {
        for (int i = 0; i < count; i++) {
            int position = positions == null ? offset + i : positions[offset + i];
            int row = size() + i;
            long[] chunk = chunks[row >>> CHUNK_SHIFT];
            int slot = (row & CHUNK_MASK) << 1;
            chunk[slot] = first(flat, position);
            chunk[slot + 1] = second(flat, position);
        }
    }

    private long first(Column flat, int position) {
        return decimals ? ((Decimal128Column) flat).high()[position] : ((TimestampColumn) flat).micros()[position];
    }

    private long second(Column flat, int position) {
        if (decimals) {
            return ((Decimal128Column) flat).low()[position];
        }
        int[] nanos = ((TimestampColumn) flat).nanos();
        return nanos == null ? 0 : nanos[position];
    }

    @Override
    Column gather(int[] rows, int offset, int count, boolean[] gatheredNulls) {
        long[] firsts = new long[count];
        long[] seconds = new long[count];
        for (int i = 0; i < count; i++) {
            int row = Math.max(0, rows[offset + i]);
            firsts[i] = first(row);
            seconds[i] = second(row);
        }
        return decimals
                ? new Decimal128Column(count, firsts, seconds, gatheredNulls)
                : new TimestampColumn(count, firsts, nanos(seconds), gatheredNulls);
    }

    /** Nanoseconds as timestamps hold them: absent while all are zero. */
    private static int[] nanos(long[] seconds) {
        int[] nanos = new int[seconds.length];
        int any = 0;
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (int) seconds[i];
            any |= nanos[i];
        }
        return any == 0 ? null : nanos;
    }

    @Override
    void markUnequalValues(Column flat, int[] ids, int[] rows, int count, boolean[] unequal) {
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                int position = ids == null ? i : ids[i];
                unequal[i] |= first(flat, position) != first(rows[i]) || second(flat, position) != second(rows[i]);
            }
        }
    }
}
