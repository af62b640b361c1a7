package io.blink.core.column;

import io.blink.core.type.PhysicalType;
import java.util.List;

/** Rows of fields; each field is a column of the same size. A null row's fields are undefined. */
public final class RowColumn extends Column {
    private final List<Column> fields;
    private final boolean[] nulls;

    /** Takes {@code nulls} over, which may be absent. */
    public RowColumn(int size, List<Column> fields, boolean[] nulls) {
        super(size);
        this.fields = List.copyOf(fields);
        for (Column field : this.fields) {
            if (field.size() != size) {
                throw new IllegalArgumentException("a field of " + field.size() + " values in a row column of " + size);
            }
        }
        Nulls.check(nulls, size);
        this.nulls = nulls;
    }

    public List<Column> fields() {
        return fields;
    }

    @Override
    public boolean[] nulls() {
        return nulls;
    }

    @Override
    public PhysicalType physicalType() {
        return PhysicalType.ROW;
    }

    @Override
    public boolean isNull(int position) {
        return Nulls.at(nulls, position);
    }

    @Override
    public boolean mayHaveNulls() {
        return nulls != null;
    }

    @Override
    public RowColumn take(int[] positions, int offset, int count) {
        List<Column> taken = fields.stream()
                .map(field -> field.take(positions, offset, count))
                .toList();
        return new RowColumn(count, taken, Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public RowColumn slice(int from, int length) {
        checkSlice(from, length);
        List<Column> slices =
                fields.stream().map(field -> field.slice(from, length)).toList();
        return new RowColumn(length, slices, Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        long bytes = OBJECT_BYTES + Nulls.bytes(nulls);
        for (Column field : fields) {
            bytes += field.retainedBytes();
        }
        return bytes;
    }
}
