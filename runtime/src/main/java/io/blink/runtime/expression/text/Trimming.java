package io.blink.runtime.expression.text;

import io.blink.core.column.Column;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** TRIM, LTRIM and RTRIM: cut blanks, or any of the given characters, off the ends. */
final class Trimming {
    private static final byte[] BLANK = {' '};

    private Trimming() {}

    static Column trim(Column[] arguments, boolean[] nulls, int rows, boolean left, boolean right) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument sets = arguments.length > 1
                ? BytesArgument.of(arguments[1])
                : new BytesArgument(BLANK, new int[] {0, BLANK.length}, 0);
        Slices result = new Slices(texts.bytes(), rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.putNull(i);
                continue;
            }
            int from = left ? skip(texts, sets, i) : texts.start(i);
            int to = right ? trimmedEnd(texts, sets, i, from) : texts.end(i);
            result.put(i, from, to);
        }
        return result.build();
    }

    private static int skip(BytesArgument texts, BytesArgument sets, int row) {
        int from = texts.start(row);
        int to = texts.end(row);
        while (from < to) {
            int width = Math.min(CodePoints.width(texts.bytes()[from]), to - from);
            if (!contains(sets, row, texts.bytes(), from, width)) {
                break;
            }
            from += width;
        }
        return from;
    }

    private static int trimmedEnd(BytesArgument texts, BytesArgument sets, int row, int from) {
        int to = texts.end(row);
        while (to > from) {
            int start = CodePoints.retreat(texts.bytes(), from, to, 1);
            if (!contains(sets, row, texts.bytes(), start, to - start)) {
                break;
            }
            to = start;
        }
        return to;
    }

    private static boolean contains(BytesArgument sets, int row, byte[] bytes, int at, int width) {
        return ByteSearch.indexOf(sets.bytes(), sets.start(row), sets.end(row), bytes, at, at + width) >= 0;
    }
}
