package io.blink.formats.parquet.page;

/** DELTA_LENGTH_BYTE_ARRAY: the lengths of byte strings as differences, then their bytes one behind the other. */
final class DeltaLengthValues implements ValueDecoder {
    private final byte[] bytes;
    private final int end;
    private final int[] lengths;
    private int position;
    private int next;

    /** @param most values that the page can have */
    DeltaLengthValues(PageBytes content, int most) {
        this.bytes = content.array();
        this.end = content.to();
        DeltaDecoder decoder = new DeltaDecoder(bytes, content.from(), end);
        this.lengths = lengths(decoder, most);
        this.position = decoder.end();
        long total = 0;
        for (int length : lengths) {
            total += length;
        }
        if (total > end - position) {
            throw new IllegalStateException(total + " bytes of values where " + (end - position) + " are left");
        }
    }

    static int[] lengths(DeltaDecoder decoder, int most) {
        int count = decoder.left();
        if (count > most) {
            throw new IllegalStateException(count + " lengths in a page of " + most + " values");
        }
        int[] lengths = new int[count];
        decoder.read(lengths, 0, count);
        for (int length : lengths) {
            if (length < 0) {
                throw new IllegalStateException("a length of " + length);
            }
        }
        return lengths;
    }

    @Override
    public void read(LeafValues target, int count) {
        checkLeft(count);
        for (int behind = next + count; next < behind; next++) {
            target.appendBytes(bytes, position, lengths[next]);
            position += lengths[next];
        }
    }

    @Override
    public void skip(int count) {
        checkLeft(count);
        for (int behind = next + count; next < behind; next++) {
            position += lengths[next];
        }
    }

    private void checkLeft(int count) {
        if (count > lengths.length - next) {
            throw new IllegalStateException(
                    "a page has " + (lengths.length - next) + " values more instead of " + count);
        }
    }

    /** Puts the next value behind the first {@code offset} bytes of {@code target}, which has room for it; returns its length. */
    int read(byte[] target, int offset) {
        int length = lengths[next++];
        System.arraycopy(bytes, position, target, offset, length);
        position += length;
        return length;
    }

    /** Length of the value that comes next. */
    int nextLength() {
        checkLeft(1);
        return lengths[next];
    }
}
