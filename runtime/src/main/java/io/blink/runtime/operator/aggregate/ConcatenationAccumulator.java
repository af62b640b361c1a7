package io.blink.runtime.operator.aggregate;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.Arrays;
import java.util.List;

/** CONCATENATE: for each group a buffer that doubles. */
final class ConcatenationAccumulator implements Accumulator {
    private static final int REFERENCE_BYTES = 12;
    private static final int ARRAY_BYTES = 24;
    private static final int FIRST_GROUPS = 64;
    private static final int FIRST_BYTES = 16;
    static final int TEXT_BYTES_MAX = 1 << 20;

    private final String place;
    private byte[][] texts = new byte[0][];
    private int[] lengths = new int[0];
    private long bufferBytes;

    /** @param place where the call was written, for the error of a text that grows too long */
    ConcatenationAccumulator(String place) {
        this.place = place;
    }

    @Override
    public void ensure(int groupCount) {
        if (groupCount > texts.length) {
            int grown = capacityFor(groupCount);
            texts = Arrays.copyOf(texts, grown);
            lengths = Arrays.copyOf(lengths, grown);
        }
    }

    private static int capacityFor(int groupCount) {
        return Math.max(FIRST_GROUPS, Integer.highestOneBit(Math.max(1, groupCount - 1)) << 1);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        BytesColumn strings = (BytesColumn) arguments.get(0);
        byte[] bytes = strings.bytes();
        int[] offsets = strings.offsets();
        for (int i = 0; i < rows; i++) {
            append(groups[i], bytes, offsets[i], offsets[i + 1] - offsets[i]);
        }
    }

    private void append(int group, byte[] bytes, int from, int length) {
        if (length > TEXT_BYTES_MAX - lengths[group]) {
            throw tooLong(place);
        }
        int needed = lengths[group] + length;
        byte[] text = texts[group];
        if (text == null || needed > text.length) {
            text = grown(group, needed);
        }
        System.arraycopy(bytes, from, text, lengths[group], length);
        lengths[group] = needed;
    }

    static BlinkException tooLong(String place) {
        return new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "The text of one group" + place + " is longer than " + TEXT_BYTES_MAX
                        + " bytes; group by more columns, or aggregate fewer rows.");
    }

    private byte[] grown(int group, int needed) {
        byte[] before = texts[group];
        byte[] text = new byte[Math.max(FIRST_BYTES, 2 * needed)];
        if (before != null) {
            System.arraycopy(before, 0, text, 0, lengths[group]);
        }
        bufferBytes += ARRAY_BYTES + text.length - (before == null ? 0 : ARRAY_BYTES + before.length);
        texts[group] = text;
        return text;
    }

    @Override
    public Column result(int from, int count) {
        BytesColumnBuilder builder = new BytesColumnBuilder(count);
        for (int group = from; group < from + count; group++) {
            if (texts[group] == null) {
                builder.appendNull();
            } else {
                builder.append(texts[group], 0, lengths[group]);
            }
        }
        return builder.build();
    }

    /** Every buffer may have to grow to twice what it then holds. */
    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        BytesColumn strings = (BytesColumn) arguments.get(0).flat();
        int grown = groupCount <= texts.length ? 0 : capacityFor(groupCount) - texts.length;
        long added = strings.offsets()[strings.size()] - strings.offsets()[0];
        return (long) grown * REFERENCE_BYTES
                + bufferBytes
                + 2 * added
                + (long) strings.size() * (ARRAY_BYTES + FIRST_BYTES);
    }

    @Override
    public long retainedBytes() {
        return (long) texts.length * REFERENCE_BYTES + bufferBytes;
    }

    @Override
    public void clear() {
        texts = new byte[0][];
        lengths = new int[0];
        bufferBytes = 0;
    }
}
