package io.blink.formats.parquet.page;

import java.util.Arrays;

/** DELTA_BYTE_ARRAY: how many bytes each byte string shares with the beginning of the one before, as differences, then the rest of each as DELTA_LENGTH_BYTE_ARRAY. */
final class DeltaByteValues implements ValueDecoder {
    private static final int VALUE_BYTES_MAX = Integer.MAX_VALUE - 16;

    private final int[] shared;
    private final DeltaLengthValues rests;
    private byte[] value = new byte[64];
    private int length;
    private int next;

    /** @param most values that the page can have */
    DeltaByteValues(PageBytes content, int most) {
        DeltaDecoder decoder = new DeltaDecoder(content.array(), content.from(), content.to());
        this.shared = DeltaLengthValues.lengths(decoder, most);
        this.rests = new DeltaLengthValues(new PageBytes(content.array(), decoder.end(), content.to()), most);
    }

    @Override
    public void read(LeafValues target, int count) {
        for (int i = 0; i < count; i++) {
            advance();
            target.appendBytes(value, 0, length);
        }
    }

    @Override
    public void skip(int count) {
        for (int i = 0; i < count; i++) {
            advance();
        }
    }

    private void advance() {
        if (next == shared.length || shared[next] > length) {
            throw new IllegalStateException(
                    next == shared.length
                            ? "a page has no value behind " + next
                            : shared[next] + " bytes shared with a value of " + length);
        }
        int kept = shared[next++];
        long wanted = (long) kept + rests.nextLength();
        if (wanted > VALUE_BYTES_MAX) {
            throw new IllegalStateException("a value of " + wanted + " bytes");
        }
        if (wanted > value.length) {
            value = Arrays.copyOf(value, (int) Math.min(VALUE_BYTES_MAX, Math.max(wanted, value.length * 2L)));
        }
        length = kept + rests.read(value, kept);
    }
}
