package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.TextBuffer;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** Strings made of others: CONCAT, CONCAT_WS, LPAD, RPAD, REPEAT, REPLACE. One value may take 64 MB. */
final class Building {
    private static final int VALUE_BYTES_MAX = 64 << 20;

    private Building() {}

    static Column concat(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument[] texts = texts(arguments, 0);
        int[] offsets = new int[rows + 1];
        long total = 0;
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                for (BytesArgument text : texts) {
                    total += text.length(i);
                }
            }
            offsets[i + 1] = BytesColumn.checkedLength(total);
        }
        byte[] bytes = new byte[(int) total];
        for (int i = 0; i < rows; i++) {
            int to = offsets[i];
            for (int j = 0; to < offsets[i + 1]; j++) {
                int length = texts[j].length(i);
                System.arraycopy(texts[j].bytes(), texts[j].start(i), bytes, to, length);
                to += length;
            }
        }
        return new BytesColumn(rows, bytes, offsets, nulls);
    }

    /** The first argument separates the others; those that are NULL are left out, but a NULL separator gives NULL. */
    static Column concatWithSeparator(Column[] arguments, int rows) {
        BytesArgument[] texts = texts(arguments, 0);
        boolean[][] nulls = new boolean[arguments.length][];
        for (int i = 0; i < nulls.length; i++) {
            nulls[i] = NullFlags.of(arguments[i]);
        }
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls[0], i)) {
                result.appendNull();
                continue;
            }
            buffer.clear();
            boolean first = true;
            for (int j = 1; j < texts.length; j++) {
                if (!NullFlags.at(nulls[j], i)) {
                    buffer.append(texts[0].bytes(), texts[0].start(i), first ? 0 : texts[0].length(i));
                    buffer.append(texts[j].bytes(), texts[j].start(i), texts[j].length(i));
                    first = false;
                }
            }
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    private static BytesArgument[] texts(Column[] arguments, int from) {
        BytesArgument[] texts = new BytesArgument[arguments.length - from];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = BytesArgument.of(arguments[from + i]);
        }
        return texts;
    }

    /** Fills up to a length in code points, or cuts to it; NULL for a negative length or nothing to fill with. */
    static Column pad(CallSite site, Column[] arguments, boolean[] nulls, int rows, boolean left) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        LongArgument lengths = LongArgument.of(arguments[1]);
        BytesArgument fillers = arguments.length > 2
                ? BytesArgument.of(arguments[2])
                : new BytesArgument(new byte[] {' '}, new int[] {0, 1}, 0);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i) || lengths.at(i) < 0 || fillers.length(i) == 0) {
                result.appendNull();
                continue;
            }
            checkSize(site, lengths.at(i));
            int kept = CodePoints.advance(texts.bytes(), texts.start(i), texts.end(i), lengths.at(i));
            int missing = (int) lengths.at(i) - CodePoints.count(texts.bytes(), texts.start(i), kept);
            buffer.clear();
            if (!left) {
                buffer.append(texts.bytes(), texts.start(i), kept - texts.start(i));
            }
            fill(fillers, i, missing, buffer);
            if (left) {
                buffer.append(texts.bytes(), texts.start(i), kept - texts.start(i));
            }
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    private static void fill(BytesArgument fillers, int row, int codePoints, TextBuffer buffer) {
        int width = CodePoints.count(fillers.bytes(), fillers.start(row), fillers.end(row));
        int missing = codePoints;
        for (; missing >= width; missing -= width) {
            buffer.append(fillers.bytes(), fillers.start(row), fillers.length(row));
        }
        int end = CodePoints.advance(fillers.bytes(), fillers.start(row), fillers.end(row), missing);
        buffer.append(fillers.bytes(), fillers.start(row), end - fillers.start(row));
    }

    static Column repeat(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        LongArgument times = LongArgument.of(arguments[1]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
                continue;
            }
            long count = texts.length(i) == 0 ? 0 : Math.max(0, Math.min(times.at(i), Integer.MAX_VALUE));
            checkSize(site, count * texts.length(i));
            buffer.clear();
            for (long left = count; left > 0; left--) {
                buffer.append(texts.bytes(), texts.start(i), texts.length(i));
            }
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    private static void checkSize(CallSite site, long bytes) {
        if (bytes > VALUE_BYTES_MAX) {
            throw site.invalidArgument(
                    "the result would have " + bytes + " characters; the limit is " + VALUE_BYTES_MAX, null);
        }
    }

    static Column replace(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument needles = BytesArgument.of(arguments[1]);
        BytesArgument replacements = BytesArgument.of(arguments[2]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
                continue;
            }
            replace(texts, needles, replacements, i, buffer.clear());
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    private static void replace(
            BytesArgument texts, BytesArgument needles, BytesArgument replacements, int row, TextBuffer buffer) {
        int position = texts.start(row);
        int end = texts.end(row);
        int found = needles.length(row) == 0 ? -1 : find(texts, needles, row, position);
        while (found >= 0) {
            buffer.append(texts.bytes(), position, found - position);
            buffer.append(replacements.bytes(), replacements.start(row), replacements.length(row));
            position = found + needles.length(row);
            found = find(texts, needles, row, position);
        }
        buffer.append(texts.bytes(), position, end - position);
    }

    private static int find(BytesArgument texts, BytesArgument needles, int row, int from) {
        return ByteSearch.indexOf(
                texts.bytes(), from, texts.end(row), needles.bytes(), needles.start(row), needles.end(row));
    }
}
