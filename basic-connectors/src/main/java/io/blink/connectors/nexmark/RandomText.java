package io.blink.connectors.nexmark;

import io.blink.core.column.BytesColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pieces of a long random text, which is made once: a piece costs a copy and no random number a letter. Thread-safe, since it never changes. */
final class RandomText {
    private static final int LENGTH = 1 << 20;
    private static final int SHORTEST = 3;
    private static final int LETTERS = 26;
    /** One character of so many is a blank. */
    private static final int BLANK_EVERY = 13;

    private final byte[] letters = new byte[LENGTH];
    private final byte[] words = new byte[LENGTH];

    RandomText(long seed) {
        RandomStream letter = RandomStream.of(seed, "letter");
        RandomStream blank = RandomStream.of(seed, "blank");
        for (int i = 0; i < LENGTH; i++) {
            letters[i] = (byte) ('a' + letter.below(i, LETTERS));
            words[i] = blank.below(i, BLANK_EVERY) == 0 ? (byte) ' ' : letters[i];
        }
    }

    /** The length of a string of {@link #words} of at most {@code longest - 1} characters. */
    static int length(RandomStream lengths, long event, int longest) {
        return SHORTEST + lengths.below(event, longest - SHORTEST);
    }

    /** The length of an {@code extra} that brings an event of {@code size} bytes to an average of {@code average}: 20 % more or less than what is missing. */
    static int extraLength(RandomStream lengths, long event, int size, int average) {
        if (size > average) {
            return 0;
        }
        int missing = average - size;
        int spread = (int) Math.round(missing * 0.2);
        return missing - spread + (spread == 0 ? 0 : lengths.below(event, 2 * spread));
    }

    /** Copies letters and returns where they end. */
    int letters(RandomStream starts, long event, byte[] target, int from, int length) {
        System.arraycopy(letters, starts.below(event, LENGTH - length), target, from, length);
        return from + length;
    }

    /** Copies letters with {@code blank} between some, never first or last, and returns where they end. */
    int words(RandomStream starts, long event, byte[] target, int from, int length, char blank) {
        int start = starts.below(event, LENGTH - length);
        System.arraycopy(words, start, target, from, length);
        target[from] = letters[start];
        target[from + length - 1] = letters[start + length - 1];
        if (blank != ' ') {
            for (int i = from; i < from + length; i++) {
                target[i] = target[i] == ' ' ? (byte) blank : target[i];
            }
        }
        return from + length;
    }

    /** Writes one string into {@code target} at {@code from} and returns where it ends. */
    interface StringWriter {
        int write(long event, byte[] target, int from);
    }

    /** Strings at {@code positions}, which ascend; elsewhere empty ones. */
    static BytesColumn column(EventBatch batch, int[] positions, int longest, StringWriter writer) {
        int[] offsets = new int[batch.rows() + 1];
        byte[] bytes = new byte[Math.multiplyExact(positions.length, longest)];
        int end = 0;
        int row = 0;
        for (int position : positions) {
            Arrays.fill(offsets, row, position + 1, end);
            end = writer.write(batch.events()[position], bytes, end);
            row = position + 1;
        }
        Arrays.fill(offsets, row, offsets.length, end);
        return new BytesColumn(batch.rows(), bytes.length > 2 * end ? Arrays.copyOf(bytes, end) : bytes, offsets, null);
    }

    /** All strings of a dictionary. */
    static BytesColumn dictionary(String[] values) {
        int[] offsets = new int[values.length + 1];
        byte[] bytes = String.join("", values).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < values.length; i++) {
            offsets[i + 1] = offsets[i] + values[i].length();
        }
        return new BytesColumn(values.length, bytes, offsets, null);
    }
}
