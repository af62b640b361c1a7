package io.blink.core.column;

import java.util.Arrays;
import java.util.List;

/** Builds a {@link RowColumn}: append one value to each of {@link #fields}, then {@link #endRow}. */
public final class RowColumnBuilder extends ColumnBuilder {
    private final List<ColumnBuilder> fields;
    private int capacity;

    public RowColumnBuilder(int expectedSize, List<ColumnBuilder> fields) {
        this.fields = List.copyOf(fields);
        this.capacity = Math.max(1, expectedSize);
    }

    public List<ColumnBuilder> fields() {
        return fields;
    }

    /** The field values appended since the last call form one row. */
    public void endRow() {
        size++;
        capacity = Math.max(capacity, size);
        if (nulls != null && nulls.length < capacity) {
            capacity = grown(capacity);
            nulls = Arrays.copyOf(nulls, capacity);
        }
    }

    @Override
    void truncateChildren() {
        fields.forEach(field -> field.truncate(size));
    }

    @Override
    int capacity() {
        return capacity;
    }

    @Override
    long arrayBytes() {
        return fields.stream().mapToLong(ColumnBuilder::retainedBytes).sum();
    }

    @Override
    void appendUndefined() {
        fields.forEach(ColumnBuilder::appendNull);
        endRow();
    }

    @Override
    void appendValue(Column source, int position) {
        RowColumn rows = (RowColumn) source;
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).append(rows.fields().get(i), position);
        }
        endRow();
    }

    @Override
    RowColumn build(int builtSize, boolean[] builtNulls) {
        return new RowColumn(
                builtSize, fields.stream().map(ColumnBuilder::build).toList(), builtNulls);
    }
}
