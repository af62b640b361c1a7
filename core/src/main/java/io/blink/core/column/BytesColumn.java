package io.blink.core.column;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.PhysicalType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Flat byte strings: value {@code i} is {@code bytes[offsets[i] .. offsets[i + 1])}. Character types hold UTF-8. A null has a length of 0. One
 * column holds at most 2 GB.
 */
public final class BytesColumn extends Column {
    private final byte[] bytes;
    private final int[] offsets;
    private final boolean[] nulls;

    /** Takes the arrays over; {@code offsets} ascends and has at least {@code size + 1} entries; {@code nulls} may be absent. */
    public BytesColumn(int size, byte[] bytes, int[] offsets, boolean[] nulls) {
        super(size);
        if (offsets.length < size + 1 || bytes.length < offsets[size]) {
            throw new IllegalArgumentException(
                    offsets.length + " offsets, " + bytes.length + " bytes for size " + size);
        }
        Nulls.check(nulls, size);
        this.bytes = bytes;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int[] offsets() {
        return offsets;
    }

    @Override
    public boolean[] nulls() {
        return nulls;
    }

    public int offset(int position) {
        return offsets[position];
    }

    public int length(int position) {
        return offsets[position + 1] - offsets[position];
    }

    /** The value as text; for borders (results, messages), not for hot paths. */
    public String string(int position) {
        return new String(bytes, offsets[position], length(position), StandardCharsets.UTF_8);
    }

    @Override
    public PhysicalType physicalType() {
        return PhysicalType.BYTES;
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
    public BytesColumn take(int[] positions, int offset, int count) {
        int[] takenOffsets = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[offset + i];
            total += offsets[position + 1] - offsets[position];
            takenOffsets[i + 1] = (int) total;
        }
        byte[] taken = new byte[checkedLength(total)];
        for (int i = 0; i < count; i++) {
            int from = offsets[positions[offset + i]];
            System.arraycopy(bytes, from, taken, takenOffsets[i], takenOffsets[i + 1] - takenOffsets[i]);
        }
        return new BytesColumn(count, taken, takenOffsets, Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public BytesColumn slice(int from, int length) {
        checkSlice(from, length);
        int start = offsets[from];
        int[] sliceOffsets = new int[length + 1];
        for (int i = 0; i <= length; i++) {
            sliceOffsets[i] = offsets[from + i] - start;
        }
        byte[] sliceBytes = Arrays.copyOfRange(bytes, start, offsets[from + length]);
        return new BytesColumn(length, sliceBytes, sliceOffsets, Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES + bytes.length + (long) offsets.length * Integer.BYTES + Nulls.bytes(nulls);
    }

    /** The length of the bytes of a column, or an error if they are too many for one. */
    public static int checkedLength(long length) {
        if (length > Integer.MAX_VALUE - 16) {
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    "A batch holds " + length
                            + " bytes of strings in one column; the limit is 2 GB. Split or shorten the values.");
        }
        return (int) length;
    }
}
