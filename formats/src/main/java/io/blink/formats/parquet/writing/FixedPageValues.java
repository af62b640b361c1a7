package io.blink.formats.parquet.writing;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.hash.ValueHash;
import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Booleans, numbers, dates, times and decimals of up to 18 digits: all as longs, floats and doubles by their bits. */
final class FixedPageValues extends PageValues {
    private final PrimitiveTypeName stored;
    private final int width;
    private long[] values = new long[0];
    private int count;

    /** The dictionary: its values by number, and open addressing over numbers plus one. */
    private long[] entries = new long[0];

    private int entryCount;
    private int[] slots = new int[0];

    FixedPageValues(PrimitiveType type) {
        super(type.getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN);
        this.stored = type.getPrimitiveTypeName();
        this.width = switch (stored) {
            case INT32, FLOAT -> Integer.BYTES;
            case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
            default -> Long.BYTES;
        };
    }

    @Override
    void add(Column column, boolean[] nulls, int from, int to) {
        int end = count + to - from;
        if (end > values.length) {
            values = Arrays.copyOf(values, Math.max(Math.max(end, 1024), values.length * 2));
        }
        copy(column, from, to - from, values, count);
        if (nulls == null) {
            count = end;
            return;
        }
        int kept = count;
        for (int i = from, next = count; i < to; i++, next++) {
            values[kept] = values[next];
            kept += nulls[i] ? 0 : 1;
        }
        count = kept;
    }

    private static void copy(Column column, int from, int length, long[] target, int offset) {
        if (column instanceof IntColumn ints) {
            int[] source = ints.values();
            for (int i = 0; i < length; i++) {
                target[offset + i] = source[from + i];
            }
        } else if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), from, target, offset, length);
        } else if (column instanceof DoubleColumn doubles) {
            double[] source = doubles.values();
            for (int i = 0; i < length; i++) {
                target[offset + i] = Double.doubleToLongBits(source[from + i]);
            }
        } else if (column instanceof FloatColumn floats) {
            float[] source = floats.values();
            for (int i = 0; i < length; i++) {
                target[offset + i] = Float.floatToIntBits(source[from + i]);
            }
        } else if (column instanceof ShortColumn shorts) {
            short[] source = shorts.values();
            for (int i = 0; i < length; i++) {
                target[offset + i] = source[from + i];
            }
        } else if (column instanceof ByteColumn bytes) {
            byte[] source = bytes.values();
            for (int i = 0; i < length; i++) {
                target[offset + i] = source[from + i];
            }
        } else {
            copyNanos((TimestampColumn) column, from, length, target, offset);
        }
    }

    private static void copyNanos(TimestampColumn column, int from, int length, long[] target, int offset) {
        long[] micros = column.micros();
        int[] nanos = column.nanos();
        for (int i = 0; i < length; i++) {
            if (!column.isNull(from + i)) {
                long ofMicro = nanos == null ? 0 : nanos[from + i];
                target[offset + i] = Math.addExact(Math.multiplyExact(micros[from + i], 1000L), ofMicro);
            }
        }
    }

    @Override
    int count() {
        return count;
    }

    @Override
    long plainBytes() {
        return stored == PrimitiveTypeName.BOOLEAN ? (count + 7) / 8 : (long) count * width;
    }

    @Override
    void describe(Statistics<?> statistics) {
        if (count == 0) {
            return;
        }
        boolean floating = stored == PrimitiveTypeName.FLOAT || stored == PrimitiveTypeName.DOUBLE;
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        if (floating) {
            for (int i = 0; i < count; i++) {
                long value = inOrder(values[i]);
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
            smallest = inOrder(smallest);
            largest = inOrder(largest);
        } else {
            for (int i = 0; i < count; i++) {
                smallest = Math.min(smallest, values[i]);
                largest = Math.max(largest, values[i]);
            }
        }
        update(statistics, smallest);
        update(statistics, largest);
    }

    /** Bits of a float or double as a number that sorts like it, NaN last, and back: turns all bits but the sign where that is set. */
    private static long inOrder(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private void update(Statistics<?> statistics, long value) {
        switch (stored) {
            case BOOLEAN -> statistics.updateStats(value != 0);
            case INT32 -> statistics.updateStats((int) value);
            case INT64 -> statistics.updateStats(value);
            case FLOAT -> statistics.updateStats((float) bound(Float.intBitsToFloat((int) value), statistics));
            case DOUBLE -> statistics.updateStats(bound(Double.longBitsToDouble(value), statistics));
            default -> {
                byte[] bytes = new byte[width];
                for (int i = 0; i < width; i++) {
                    bytes[i] = (byte) (value >>> ((width - 1 - i) * 8));
                }
                statistics.updateStats(Binary.fromConstantByteArray(bytes));
            }
        }
    }

    /** NaN is no bound that readers agree on, and a page without bounds passes for one of NULLs: infinity leaves all values inside. */
    private static double bound(double value, Statistics<?> sofar) {
        if (!Double.isNaN(value)) {
            return value;
        }
        return sofar.hasNonNullValue() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    @Override
    void clear() {
        count = 0;
    }

    @Override
    boolean number(int[] target) {
        for (int i = 0; i < count; i++) {
            long value = values[i];
            int slot = slots.length == 0 ? 0 : find(value);
            if (slots.length == 0 || slots[slot] == 0) {
                if ((entryCount + 1L) * width > DICTIONARY_BYTES) {
                    return false;
                }
                slot = insert(value);
            }
            target[i] = slots[slot] - 1;
        }
        return true;
    }

    /** The slot of the value, or the empty one where it belongs. */
    private int find(long value) {
        int mask = slots.length - 1;
        int slot = (int) ValueHash.ofLong(value) & mask;
        while (slots[slot] != 0 && entries[slots[slot] - 1] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int insert(long value) {
        if (entryCount == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(256, entryCount * 2));
            rehash(entries.length * 2);
        }
        int slot = find(value);
        entries[entryCount++] = value;
        slots[slot] = entryCount;
        return slot;
    }

    private void rehash(int capacity) {
        slots = new int[capacity];
        for (int i = 0; i < entryCount; i++) {
            slots[find(entries[i])] = i + 1;
        }
    }

    @Override
    int dictionarySize() {
        return entryCount;
    }

    @Override
    int dictionaryBytes() {
        return entryCount * width;
    }

    @Override
    void truncateDictionary(int size) {
        entryCount = size;
        slots = new int[0];
    }

    @Override
    void writeDictionary(EncodedPage target) {
        write(entries, entryCount, target);
    }

    @Override
    void writePlain(EncodedPage target) {
        if (stored == PrimitiveTypeName.BOOLEAN) {
            writeBits(target);
        } else {
            write(values, count, target);
        }
    }

    private void write(long[] source, int length, EncodedPage target) {
        switch (stored) {
            case INT32, FLOAT -> {
                for (int i = 0; i < length; i++) {
                    target.putInt((int) source[i]);
                }
            }
            case INT64, DOUBLE -> {
                for (int i = 0; i < length; i++) {
                    target.putLong(source[i]);
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    target.putBigEndian(source[i], width);
                }
            }
        }
    }

    /** Eight to a byte, the first in the lowest bit. */
    private void writeBits(EncodedPage target) {
        for (int i = 0; i < count; i += 8) {
            int bits = 0;
            for (int bit = 0; bit < 8 && i + bit < count; bit++) {
                bits |= (int) values[i + bit] << bit;
            }
            target.putByte(bits);
        }
    }
}
