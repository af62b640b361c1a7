package io.blink.core.column;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.Arrays;
import java.util.List;

/**
 * Collects values into a flat column, growing as needed. Used by one thread. After {@link #build} the builder is empty and can be used again; the
 * column owns its arrays. The typed subclasses add {@code append} for their primitive.
 */
public abstract sealed class ColumnBuilder
        permits ByteColumnBuilder,
                ShortColumnBuilder,
                IntColumnBuilder,
                LongColumnBuilder,
                FloatColumnBuilder,
                DoubleColumnBuilder,
                Decimal128ColumnBuilder,
                TimestampColumnBuilder,
                BytesColumnBuilder,
                ArrayColumnBuilder,
                MapColumnBuilder,
                RowColumnBuilder {
    int size;
    boolean[] nulls;

    /** A builder for values of {@code type} with room for {@code expectedSize} values. */
    public static ColumnBuilder of(DataType type, int expectedSize) {
        int capacity = Math.max(1, expectedSize);
        return switch (type.physicalType()) {
            case BYTE -> new ByteColumnBuilder(capacity);
            case SHORT -> new ShortColumnBuilder(capacity);
            case INT -> new IntColumnBuilder(capacity);
            case LONG -> new LongColumnBuilder(capacity);
            case FLOAT -> new FloatColumnBuilder(capacity);
            case DOUBLE -> new DoubleColumnBuilder(capacity);
            case DECIMAL128 -> new Decimal128ColumnBuilder(capacity);
            case TIMESTAMP_NANOS -> new TimestampColumnBuilder(capacity);
            case BYTES -> new BytesColumnBuilder(capacity);
            case ARRAY -> new ArrayColumnBuilder(capacity, of(type.element(), capacity));
            case MAP ->
                new MapColumnBuilder(
                        capacity,
                        of(type.fields().get(0).type(), capacity),
                        of(type.fields().get(1).type(), capacity));
            case ROW -> new RowColumnBuilder(capacity, fieldBuilders(type.fields(), capacity));
        };
    }

    private static List<ColumnBuilder> fieldBuilders(List<Field> fields, int capacity) {
        return fields.stream().map(field -> of(field.type(), capacity)).toList();
    }

    public final int size() {
        return size;
    }

    /** Appends a null. */
    public final void appendNull() {
        appendUndefined();
        if (nulls == null || nulls.length < size) {
            nulls = nulls == null ? new boolean[capacity()] : Arrays.copyOf(nulls, capacity());
        }
        nulls[size - 1] = true;
    }

    /** Appends the value at {@code position} of a column of the same physical type, whatever its encoding. */
    public final void append(Column source, int position) {
        if (source instanceof DictionaryColumn dictionary) {
            append(dictionary.dictionary(), dictionary.ids()[position]);
        } else if (source instanceof ConstantColumn constant) {
            append(constant.value(), 0);
        } else if (source.isNull(position)) {
            appendNull();
        } else {
            appendValue(source, position);
        }
    }

    /** Appends all values from {@code from} on, {@code count} of them. */
    public void appendRange(Column source, int from, int count) {
        for (int i = 0; i < count; i++) {
            append(source, from + i);
        }
    }

    /** Takes back what was appended after the first {@code newSize} values, nested values included. */
    public final void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cut to " + newSize + " of " + size);
        }
        if (nulls != null) {
            Arrays.fill(nulls, Math.min(newSize, nulls.length), Math.min(size, nulls.length), false);
        }
        size = newSize;
        truncateChildren();
    }

    /** Builders of nested values cut these down to what {@link #size} values have. */
    void truncateChildren() {}

    /** The values so far as a flat column; the builder is empty afterwards. */
    public final Column build() {
        boolean[] builtNulls = nulls;
        if (builtNulls != null && builtNulls.length < size) {
            builtNulls = Arrays.copyOf(builtNulls, size);
        }
        Column column = build(size, builtNulls);
        size = 0;
        nulls = null;
        return column;
    }

    /** Bytes of the arrays that the values are collected in. */
    public final long retainedBytes() {
        return arrayBytes() + (nulls == null ? 0 : nulls.length);
    }

    abstract int capacity();

    /** Of the arrays of values. */
    abstract long arrayBytes();

    /** Appends one position whose value does not matter. */
    abstract void appendUndefined();

    /** Appends a value that is not null from a flat column of the same class. */
    abstract void appendValue(Column source, int position);

    /** Hands the arrays to a column and starts afresh. */
    abstract Column build(int builtSize, boolean[] builtNulls);

    static int grown(int capacity) {
        return Math.max(16, capacity + (capacity >> 1));
    }
}
