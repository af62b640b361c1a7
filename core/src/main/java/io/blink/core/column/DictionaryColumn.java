package io.blink.core.column;

import io.blink.core.type.PhysicalType;
import java.util.Arrays;

/**
 * Ids into a dictionary of flat values. A null is an id of a null entry of the dictionary. Batches of one source share the dictionary by
 * reference, so that work on its values can be done once.
 */
public final class DictionaryColumn extends Column {
    private final int[] ids;
    private final Column dictionary;

    /** Takes {@code ids} over; each of the first {@code size} is a position of {@code dictionary}, which is flat. */
    public DictionaryColumn(int size, int[] ids, Column dictionary) {
        super(size);
        if (ids.length < size) {
            throw new IllegalArgumentException(ids.length + " ids for size " + size);
        }
        if (dictionary instanceof DictionaryColumn || dictionary instanceof ConstantColumn) {
            throw new IllegalArgumentException("a dictionary is flat");
        }
        this.ids = ids;
        this.dictionary = dictionary;
    }

    public int[] ids() {
        return ids;
    }

    public Column dictionary() {
        return dictionary;
    }

    @Override
    public PhysicalType physicalType() {
        return dictionary.physicalType();
    }

    @Override
    public boolean isNull(int position) {
        return dictionary.isNull(ids[position]);
    }

    @Override
    public boolean[] nulls() {
        throw new IllegalStateException("a dictionary column has no flags of its own");
    }

    @Override
    public boolean mayHaveNulls() {
        return dictionary.mayHaveNulls();
    }

    @Override
    public DictionaryColumn take(int[] positions, int offset, int count) {
        int[] taken = new int[count];
        for (int i = 0; i < count; i++) {
            taken[i] = ids[positions[offset + i]];
        }
        return new DictionaryColumn(count, taken, dictionary);
    }

    @Override
    public DictionaryColumn slice(int from, int length) {
        checkSlice(from, length);
        return new DictionaryColumn(length, Arrays.copyOfRange(ids, from, from + length), dictionary);
    }

    @Override
    public Column flat() {
        return dictionary.take(ids, 0, size());
    }

    @Override
    public long payloadBytes() {
        long shared = dictionary.retainedBytes();
        return OBJECT_BYTES
                + (long) size() * Integer.BYTES
                + (dictionary.size() <= size() ? shared : shared * size() / dictionary.size());
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES + (long) ids.length * Integer.BYTES + dictionary.retainedBytes();
    }
}
