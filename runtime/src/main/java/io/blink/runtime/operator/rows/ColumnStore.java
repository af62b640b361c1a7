package io.blink.runtime.operator.rows;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.type.DataType;
import java.util.Arrays;

/**
 * The values of one column of the rows that an operator holds, in chunks of {@link #CHUNK_ROWS}. Rows are numbered from 0 in the order in which they came. Used by one
 * thread.
 */
public abstract sealed class ColumnStore
        permits ByteStore,
                ShortStore,
                IntStore,
                LongStore,
                FloatStore,
                DoubleStore,
                PairStore,
                BytesStore,
                NestedStore {
    static final int CHUNK_SHIFT = 13;
    public static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;
    static final int CHUNK_MASK = CHUNK_ROWS - 1;
    private static final int FIRST_CHUNK_ROWS = 64;

    private int size;
    private int capacity;
    /** One flag a row, or {@code null} while no row is null. */
    private boolean[][] nulls;

    private int[] mapped = new int[0];

    ColumnStore() {}

    public static ColumnStore of(DataType type) {
        return switch (type.physicalType()) {
            case BYTE -> new ByteStore();
            case SHORT -> new ShortStore();
            case INT -> new IntStore();
            case LONG -> new LongStore();
            case FLOAT -> new FloatStore();
            case DOUBLE -> new DoubleStore();
            case DECIMAL128 -> new PairStore(true);
            case TIMESTAMP_NANOS -> new PairStore(false);
            case BYTES -> new BytesStore();
            case ARRAY, MAP, ROW -> new NestedStore(type);
        };
    }

    /** A store for scalars that lie in memory as those of {@code column}. */
    static ColumnStore like(Column column) {
        return switch (column.physicalType()) {
            case BYTE -> new ByteStore();
            case SHORT -> new ShortStore();
            case INT -> new IntStore();
            case LONG -> new LongStore();
            case FLOAT -> new FloatStore();
            case DOUBLE -> new DoubleStore();
            case DECIMAL128 -> new PairStore(true);
            case TIMESTAMP_NANOS -> new PairStore(false);
            case BYTES -> new BytesStore();
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException(column.physicalType() + " is not a scalar");
        };
    }

    public final int size() {
        return size;
    }

    /** Appends {@code count} values: those at {@code positions[offset ..)}, or with {@code positions == null} those from {@code offset} on. */
    public final void append(Column source, int[] positions, int offset, int count) {
        ensureCapacity(size + count);
        if (source instanceof DictionaryColumn dictionary) {
            appendNulls(dictionary.dictionary(), map(dictionary.ids(), positions, offset, count), 0, count);
            appendFlat(dictionary.dictionary(), mapped, 0, count);
        } else if (source instanceof ConstantColumn constant) {
            zeros(count);
            appendNulls(constant.value(), mapped, 0, count);
            appendFlat(constant.value(), mapped, 0, count);
        } else {
            appendNulls(source, positions, offset, count);
            appendFlat(source, positions, offset, count);
        }
        size += count;
    }

    private int[] map(int[] ids, int[] positions, int offset, int count) {
        ensureMapped(count);
        for (int i = 0; i < count; i++) {
            mapped[i] = ids[positions == null ? offset + i : positions[offset + i]];
        }
        return mapped;
    }

    private void zeros(int count) {
        ensureMapped(count);
        Arrays.fill(mapped, 0, count, 0);
    }

    private void ensureMapped(int count) {
        if (mapped.length < count) {
            mapped = new int[count];
        }
    }

    private void appendNulls(Column flat, int[] positions, int offset, int count) {
        boolean[] flags = flat.nulls();
        if (flags == null) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (flags[positions == null ? offset + i : positions[offset + i]]) {
                if (nulls == null) {
                    nulls = new boolean[0][];
                    growNulls();
                }
                int row = size + i;
                nulls[row >>> CHUNK_SHIFT][row & CHUNK_MASK] = true;
            }
        }
    }

    private void ensureCapacity(int rows) {
        if (rows > capacity) {
            int grown = capacityFor(rows);
            grow(grown);
            capacity = grown;
            if (nulls != null) {
                growNulls();
            }
        }
    }

    private void growNulls() {
        int chunks = chunkCount(capacity);
        int before = nulls.length;
        nulls = Arrays.copyOf(nulls, chunks);
        for (int chunk = Math.max(0, before - 1); chunk < chunks; chunk++) {
            int length = chunkLength(capacity, chunk);
            nulls[chunk] = chunk < before ? Arrays.copyOf(nulls[chunk], length) : new boolean[length];
        }
    }

    static int capacityFor(int rows) {
        if (rows <= CHUNK_ROWS) {
            return Math.max(FIRST_CHUNK_ROWS, Integer.highestOneBit(Math.max(1, rows - 1)) << 1);
        }
        return Math.addExact(rows, CHUNK_MASK) & ~CHUNK_MASK;
    }

    static int chunkCount(int capacity) {
        return (capacity + CHUNK_MASK) >>> CHUNK_SHIFT;
    }

    /** Rows of chunk number {@code chunk}: all are full but the first one of a small store. */
    static int chunkLength(int capacity, int chunk) {
        return Math.min(CHUNK_ROWS, capacity - (chunk << CHUNK_SHIFT));
    }

    public final boolean isNull(int row) {
        return nulls != null && nulls[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
    }

    /** The values of {@code rows[offset .. offset + count)}, flat; row -1 gives null. */
    public final Column gather(int[] rows, int offset, int count) {
        boolean[] gathered = gatherNulls(rows, offset, count);
        if (size == 0) {
            ensureCapacity(1);
        }
        return gather(rows, offset, count, gathered);
    }

    /** The first {@code count} rows of chunk number {@code chunk}, flat; valid until the store grows or is cleared. */
    public final Column chunk(int chunk, int count) {
        Column shared = shared(chunk, count, nulls == null ? null : nulls[chunk]);
        if (shared != null) {
            return shared;
        }
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (chunk << CHUNK_SHIFT) + i;
        }
        return gather(rows, 0, count);
    }

    /** The values of a chunk without copying them; {@code null} where they do not lie as a column has them. */
    Column shared(int chunk, int count, boolean[] chunkNulls) {
        return null;
    }

    private boolean[] gatherNulls(int[] rows, int offset, int count) {
        int signs = 0;
        for (int i = 0; i < count; i++) {
            signs |= rows[offset + i];
        }
        if (signs >= 0 && nulls == null) {
            return null;
        }
        boolean[] gathered = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            int row = rows[offset + i];
            boolean isNull = row < 0 || nulls != null && nulls[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
            gathered[i] = isNull;
            any |= isNull;
        }
        return any ? gathered : null;
    }

    /**
     * Sets {@code unequal[i]} where the value at position {@code i} of {@code probe} is not the value of row {@code rows[i]} (two nulls are equal; 0.0 equals -0.0 and NaN
     * equals NaN). Negative rows are left out.
     */
    public final void markUnequal(Column probe, int[] rows, int count, boolean[] unequal) {
        Column flat = probe;
        int[] ids = null;
        if (probe instanceof DictionaryColumn dictionary) {
            flat = dictionary.dictionary();
            ids = dictionary.ids();
        } else if (probe instanceof ConstantColumn constant) {
            flat = constant.value();
            zeros(count);
            ids = mapped;
        }
        if (nulls == null && !flat.mayHaveNulls()) {
            markUnequalValues(flat, ids, rows, count, unequal);
        } else {
            markUnequalWithNulls(flat, ids, rows, count, unequal);
        }
    }

    private void markUnequalWithNulls(Column flat, int[] ids, int[] rows, int count, boolean[] unequal) {
        int[] compared = new int[count];
        boolean[] flags = flat.nulls();
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            compared[i] = row;
            if (row >= 0) {
                boolean probeNull = flags != null && flags[ids == null ? i : ids[i]];
                boolean storedNull = isNull(row);
                unequal[i] |= probeNull != storedNull;
                compared[i] = probeNull || storedNull ? -1 : row;
            }
        }
        markUnequalValues(flat, ids, compared, count, unequal);
    }

    /** Bytes that appending {@code count} values of {@code source} (all of it) will add at most. */
    public final long bytesToAppend(Column source, int count) {
        int wanted = size + count <= capacity ? capacity : capacityFor(size + count);
        long bytes = (long) (wanted - capacity) * widthBytes() + variableBytesToAppend(source);
        if (nulls != null) {
            bytes += wanted - capacity;
        } else if (source.mayHaveNulls()) {
            bytes += wanted;
        }
        return bytes;
    }

    /** Heap that the store keeps alive, by capacity. */
    public final long retainedBytes() {
        return (long) capacity * (widthBytes() + (nulls == null ? 0 : 1)) + variableBytes();
    }

    /** Forgets all rows and gives the memory back. */
    public final void clear() {
        size = 0;
        capacity = 0;
        nulls = null;
        release();
    }

    /** Order of the values of two rows that are not null. */
    public abstract int compare(int row, int otherRow);

    /** Bytes a row in chunks. */
    abstract int widthBytes();

    long variableBytes() {
        return 0;
    }

    long variableBytesToAppend(Column source) {
        return 0;
    }

    abstract void grow(int newCapacity);

    abstract void release();

    abstract void appendFlat(Column flat, int[] positions, int offset, int count);

    abstract Column gather(int[] rows, int offset, int count, boolean[] gatheredNulls);

    abstract void markUnequalValues(Column flat, int[] ids, int[] rows, int count, boolean[] unequal);
}
