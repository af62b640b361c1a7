package io.blink.core.column;

import io.blink.core.type.PhysicalType;

/** One value, null included, at every position. */
public final class ConstantColumn extends Column {
    private final Column value;

    /** @param value flat, of size 1 */
    public ConstantColumn(int size, Column value) {
        super(size);
        if (value.size() != 1 || value instanceof DictionaryColumn || value instanceof ConstantColumn) {
            throw new IllegalArgumentException("a constant is one flat value");
        }
        this.value = value;
    }

    public Column value() {
        return value;
    }

    @Override
    public PhysicalType physicalType() {
        return value.physicalType();
    }

    @Override
    public boolean isNull(int position) {
        return value.isNull(0);
    }

    @Override
    public boolean[] nulls() {
        throw new IllegalStateException("a constant column has no flags of its own");
    }

    @Override
    public boolean mayHaveNulls() {
        return value.isNull(0);
    }

    @Override
    public ConstantColumn take(int[] positions, int offset, int count) {
        return new ConstantColumn(count, value);
    }

    @Override
    public ConstantColumn slice(int from, int length) {
        checkSlice(from, length);
        return new ConstantColumn(length, value);
    }

    @Override
    public Column flat() {
        return value.take(new int[size()], 0, size());
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES + value.retainedBytes();
    }
}
