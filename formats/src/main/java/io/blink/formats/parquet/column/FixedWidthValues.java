package io.blink.formats.parquet.column;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The array of one column of fixed width that is being filled. Values are put densely at the end of their rows and then moved apart, in place, to where their rows
 * are not NULL. What stands at a NULL is nobody's business.
 */
final class FixedWidthValues {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final FixedWidth width;
    private final int rows;
    private final int[] ints;
    private final long[] longs;
    private final double[] doubles;

    FixedWidthValues(FixedWidth width, int rows) {
        this.width = width;
        this.rows = rows;
        this.ints = width.form() == FixedWidth.Form.INTS ? new int[rows] : null;
        this.doubles = width.form() == FixedWidth.Form.DOUBLES ? new double[rows] : null;
        this.longs = ints == null && doubles == null ? new long[rows] : null;
    }

    /** Takes {@code nulls} over. */
    Column column(boolean[] nulls) {
        if (ints != null) {
            return new IntColumn(rows, ints, nulls);
        }
        return longs != null ? new LongColumn(rows, longs, nulls) : new DoubleColumn(rows, doubles, nulls);
    }

    /** Puts {@code count} PLAIN values, which lie in {@code source} from {@code from} on, from row {@code at} on. */
    void putPlain(byte[] source, int from, int at, int count) {
        switch (width.form()) {
            case INTS -> buffer(source, from, count * 4).asIntBuffer().get(ints, at, count);
            case DOUBLES -> buffer(source, from, count * 8).asDoubleBuffer().get(doubles, at, count);
            case WIDENED_INTS -> widen(source, from, at, count);
            case UNSIGNED_INTS -> widenUnsigned(source, from, at, count);
            case LONGS -> {
                buffer(source, from, count * 8).asLongBuffer().get(longs, at, count);
                multiply(at, count);
            }
        }
    }

    private static ByteBuffer buffer(byte[] source, int from, int length) {
        return ByteBuffer.wrap(source, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void widen(byte[] source, int from, int at, int count) {
        long factor = width.factor();
        long[] target = longs;
        for (int i = 0; i < count; i++) {
            target[at + i] = (int) INTS.get(source, from + (i << 2)) * factor;
        }
    }

    private void widenUnsigned(byte[] source, int from, int at, int count) {
        long factor = width.factor();
        long[] target = longs;
        for (int i = 0; i < count; i++) {
            target[at + i] = ((int) INTS.get(source, from + (i << 2)) & 0xFFFFFFFFL) * factor;
        }
    }

    private void multiply(int at, int count) {
        long factor = width.factor();
        if (factor != 1) {
            for (int i = at; i < at + count; i++) {
                longs[i] *= factor;
            }
        }
    }

    /** Puts those PLAIN values, dense from {@code from} on in {@code source}, that {@code ranks} name. */
    void pickPlain(byte[] source, int from, int[] ranks, int at, int count) {
        long factor = width.factor();
        switch (width.form()) {
            case INTS -> {
                for (int i = 0; i < count; i++) {
                    ints[at + i] = (int) INTS.get(source, from + (ranks[i] << 2));
                }
            }
            case DOUBLES -> {
                for (int i = 0; i < count; i++) {
                    doubles[at + i] = Double.longBitsToDouble((long) LONGS.get(source, from + (ranks[i] << 3)));
                }
            }
            case WIDENED_INTS -> {
                for (int i = 0; i < count; i++) {
                    longs[at + i] = (int) INTS.get(source, from + (ranks[i] << 2)) * factor;
                }
            }
            case UNSIGNED_INTS -> {
                for (int i = 0; i < count; i++) {
                    longs[at + i] = ((int) INTS.get(source, from + (ranks[i] << 2)) & 0xFFFFFFFFL) * factor;
                }
            }
            case LONGS -> {
                for (int i = 0; i < count; i++) {
                    longs[at + i] = (long) LONGS.get(source, from + (ranks[i] << 3)) * factor;
                }
            }
        }
    }

    /** Puts the entries {@code ids[0 .. count)} of {@code dictionary}, a column of the same kind, from row {@code at} on. An id beyond it is an exception. */
    void putEntries(Column dictionary, int[] ids, int at, int count) {
        if (ints != null) {
            int[] entries = ((IntColumn) dictionary).values();
            for (int i = 0; i < count; i++) {
                ints[at + i] = entries[ids[i]];
            }
        } else if (longs != null) {
            long[] entries = ((LongColumn) dictionary).values();
            for (int i = 0; i < count; i++) {
                longs[at + i] = entries[ids[i]];
            }
        } else {
            double[] entries = ((DoubleColumn) dictionary).values();
            for (int i = 0; i < count; i++) {
                doubles[at + i] = entries[ids[i]];
            }
        }
    }

    /** Puts {@code count} values of a column of the same kind from row {@code at} on. */
    void putColumn(Column values, int at, int count) {
        if (ints != null) {
            System.arraycopy(((IntColumn) values).values(), 0, ints, at, count);
        } else if (longs != null) {
            System.arraycopy(((LongColumn) values).values(), 0, longs, at, count);
        } else {
            System.arraycopy(((DoubleColumn) values).values(), 0, doubles, at, count);
        }
    }

    /** Moves the values that stand from row {@code dense} on to the rows from {@code from} on that are not NULL. For few NULLs. @param places where they are */
    void spread(int[] places, int nullCount, int from, int dense) {
        Object values = ints != null ? ints : longs != null ? longs : doubles;
        int source = dense;
        int target = from;
        for (int i = 0; i < nullCount; i++) {
            int run = places[i] - target;
            System.arraycopy(values, source, values, target, run);
            source += run;
            target += run + 1;
        }
    }

    /** Moves the values that stand in rows {@code dense .. end} to the rows from {@code from} on that are not NULL. */
    void spread(boolean[] nulls, int from, int dense, int end) {
        int next = dense;
        if (ints != null) {
            for (int i = from; i < next && next < end; i++) {
                ints[i] = ints[next];
                next += nulls[i] ? 0 : 1;
            }
        } else if (longs != null) {
            for (int i = from; i < next && next < end; i++) {
                longs[i] = longs[next];
                next += nulls[i] ? 0 : 1;
            }
        } else {
            for (int i = from; i < next && next < end; i++) {
                doubles[i] = doubles[next];
                next += nulls[i] ? 0 : 1;
            }
        }
    }
}
