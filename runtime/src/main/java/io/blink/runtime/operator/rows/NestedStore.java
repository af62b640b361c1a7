package io.blink.runtime.operator.rows;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of arrays, maps and rows: the columns as they came, and for each row its column and position. */
public final class NestedStore extends ColumnStore {
    /** Objects and array headers of a page beyond its values. */
    private static final int PAGE_BYTES = 512;

    private final DataType type;
    private final List<Column> pages = new ArrayList<>();
    /** Page number in the high half, position in the low one. */
    private long[][] places = new long[0][];

    private long pageBytes;

    NestedStore(DataType type) {
        this.type = type;
    }

    @Override
    public int compare(int row, int otherRow) {
        throw new BlinkException(
                CoreErrorCode.NOT_SUPPORTED, "Values of type " + type + " have no order; sort by their elements.");
    }

    @Override
    int widthBytes() {
        return Long.BYTES;
    }

    @Override
    long variableBytes() {
        return pageBytes;
    }

    @Override
    long variableBytesToAppend(Column source) {
        return source.flat().retainedBytes() + PAGE_BYTES;
    }

    @Override
    void grow(int newCapacity) {
        int before = places.length;
        int count = chunkCount(newCapacity);
        places = Arrays.copyOf(places, count);
        for (int chunk = Math.max(0, before - 1); chunk < count; chunk++) {
            int length = chunkLength(newCapacity, chunk);
            places[chunk] = chunk < before ? Arrays.copyOf(places[chunk], length) : new long[length];
        }
    }

    @Override
    void release() {
        pages.clear();
        places = new long[0][];
        pageBytes = 0;
    }

    @Override
    void appendFlat(Column flat, int[] positions, int offset, int count) {
        Column page = positions == null ? flat.slice(offset, count) : flat.take(positions, offset, count);
        for (int i = 0; i < count; i++) {
            int row = size() + i;
            places[row >>> CHUNK_SHIFT][row & CHUNK_MASK] = (long) pages.size() << 32 | i;
        }
        pages.add(page);
        pageBytes += page.retainedBytes();
    }

    private Column page(int row) {
        return pages.get((int) (places[row >>> CHUNK_SHIFT][row & CHUNK_MASK] >>> 32));
    }

    private int position(int row) {
        return (int) places[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
    }

    @Override
    Column gather(int[] rows, int offset, int count, boolean[] gatheredNulls) {
        ColumnBuilder builder = ColumnBuilder.of(type, count);
        for (int i = 0; i < count; i++) {
            int row = rows[offset + i];
            if (row < 0) {
                builder.appendNull();
            } else {
                builder.append(page(row), position(row));
            }
        }
        return builder.build();
    }

    @Override
    void markUnequalValues(Column flat, int[] ids, int[] rows, int count, boolean[] unequal) {
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0 && !unequal[i]) {
                unequal[i] = !NestedValues.equal(flat, ids == null ? i : ids[i], page(rows[i]), position(rows[i]));
            }
        }
    }
}
