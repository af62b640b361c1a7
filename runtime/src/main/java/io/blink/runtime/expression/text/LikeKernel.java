package io.blink.runtime.expression.text;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import java.util.Arrays;

/** LIKE. The pattern is parsed anew only when it changes; one loop for each shape of a constant pattern. */
final class LikeKernel implements Kernel {
    private static final byte DEFAULT_ESCAPE = '\\';

    private final CallSite site;
    private byte[] knownPattern;
    private byte knownEscape;
    private LikePattern known;

    LikeKernel(CallSite site) {
        this.site = site;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument patterns = BytesArgument.of(arguments[1]);
        BytesArgument escapes = arguments.length > 2 ? BytesArgument.of(arguments[2]) : null;
        byte[] result = new byte[rows];
        boolean constant =
                arguments[1] instanceof ConstantColumn && (escapes == null || arguments[2] instanceof ConstantColumn);
        if (constant && rows > 0) {
            match(texts, pattern(patterns, escapes, 0), result);
        } else {
            for (int i = 0; i < rows; i++) {
                if (nulls == null || !nulls[i]) {
                    LikePattern pattern = pattern(patterns, escapes, i);
                    result[i] = pattern.matches(texts.bytes(), texts.start(i), texts.end(i)) ? (byte) 1 : (byte) 0;
                }
            }
        }
        return new ByteColumn(rows, result, nulls);
    }

    private LikePattern pattern(BytesArgument patterns, BytesArgument escapes, int row) {
        int start = patterns.start(row);
        int end = patterns.end(row);
        byte escape = escapes == null ? DEFAULT_ESCAPE : escape(escapes, row);
        if (known == null
                || escape != knownEscape
                || !Arrays.equals(knownPattern, 0, knownPattern.length, patterns.bytes(), start, end)) {
            known = LikePattern.parse(patterns.bytes(), start, end, escape, escapes != null, site);
            knownPattern = Arrays.copyOfRange(patterns.bytes(), start, end);
            knownEscape = escape;
        }
        return known;
    }

    private byte escape(BytesArgument escapes, int row) {
        if (escapes.length(row) != 1) {
            throw site.invalidArgument(
                    "the escape character must be one ASCII character and is '" + escapes.string(row) + "'", null);
        }
        return escapes.bytes()[escapes.start(row)];
    }

    private static void match(BytesArgument texts, LikePattern pattern, byte[] result) {
        byte[] bytes = texts.bytes();
        byte[] wanted = pattern.text();
        int length = wanted.length;
        switch (pattern.shape()) {
            case EXACT -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = flag(Arrays.equals(bytes, texts.start(i), texts.end(i), wanted, 0, length));
                }
            }
            case PREFIX -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = flag(ByteSearch.startsWith(bytes, texts.start(i), texts.end(i), wanted, 0, length));
                }
            }
            case SUFFIX -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = flag(ByteSearch.endsWith(bytes, texts.start(i), texts.end(i), wanted, 0, length));
                }
            }
            case PART -> {
                if (texts.stride() == 1) {
                    findParts(bytes, texts.offsets(), wanted, result);
                } else {
                    Arrays.fill(
                            result,
                            flag(ByteSearch.indexOf(bytes, texts.start(0), texts.end(0), wanted, 0, length) >= 0));
                }
            }
            case ANY -> Arrays.fill(result, (byte) 1);
            case GENERAL -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = flag(pattern.matches(bytes, texts.start(i), texts.end(i)));
                }
            }
        }
    }

    /** Searches the strings of the batch as one, and then asks which of them a match lies in. */
    private static void findParts(byte[] bytes, int[] offsets, byte[] wanted, byte[] result) {
        int end = offsets[result.length];
        int row = 0;
        int found = ByteSearch.indexOf(bytes, offsets[0], end, wanted, 0, wanted.length);
        while (found >= 0) {
            while (offsets[row + 1] <= found) {
                row++;
            }
            boolean within = found + wanted.length <= offsets[row + 1];
            if (within) {
                result[row] = 1;
            }
            // A match across the border of two strings is none, but another may begin right after its first byte.
            int next = within ? offsets[row + 1] : found + 1;
            found = ByteSearch.indexOf(bytes, next, end, wanted, 0, wanted.length);
        }
    }

    private static byte flag(boolean value) {
        return value ? (byte) 1 : (byte) 0;
    }
}
