package io.blink.core.column;

import io.blink.core.type.PhysicalType;

/**
 * The values of one column of a batch. Immutable once handed on; shared between threads by reference and never pooled. Flat columns expose their
 * primitive array, which may be longer than {@link #size}; positions run from 0. Loops over values switch on the class outside the loop and then
 * work on arrays, never through {@link #isNull} per value on a hot path.
 */
public abstract sealed class Column
        permits ByteColumn,
                ShortColumn,
                IntColumn,
                LongColumn,
                FloatColumn,
                DoubleColumn,
                Decimal128Column,
                TimestampColumn,
                BytesColumn,
                ArrayColumn,
                MapColumn,
                RowColumn,
                DictionaryColumn,
                ConstantColumn {
    /** Bytes that an object with a header and a few fields takes, for accounting. */
    static final int OBJECT_BYTES = 48;

    private final int size;

    Column(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        this.size = size;
    }

    public final int size() {
        return size;
    }

    /** How the values lie in memory; for an encoded column, those of its dictionary or constant. */
    public abstract PhysicalType physicalType();

    public abstract boolean isNull(int position);

    /** False only if no value is null; true may be a false alarm for encoded columns. */
    public abstract boolean mayHaveNulls();

    /** Of a flat column: one flag a position, perhaps more than {@link #size}, or {@code null} where no value is null. Encoded columns have none: flatten them first. */
    public abstract boolean[] nulls();

    /** The values at {@code positions[offset .. offset + count)}, in that order; positions may repeat. Dictionaries are kept. */
    public abstract Column take(int[] positions, int offset, int count);

    /** The values from {@code from} on, {@code length} of them, in arrays of their own. */
    public abstract Column slice(int from, int length);

    /** The same values without dictionary or constant encoding; itself if it is flat. */
    public Column flat() {
        return this;
    }

    /** Bytes of heap that this column keeps alive, by capacity. A shared dictionary counts in full. */
    public abstract long retainedBytes();

    /**
     * About the bytes that the values make where they are copied out of what other batches share: a dictionary that is longer than the column counts by its part. For bounds
     * on what is under way, where {@link #retainedBytes} would count one dictionary with every batch.
     */
    public long payloadBytes() {
        return retainedBytes();
    }

    final void checkSlice(int from, int length) {
        if (from < 0 || length < 0 || from > size - length) {
            throw new IndexOutOfBoundsException("slice " + from + "+" + length + " of " + size);
        }
    }
}
