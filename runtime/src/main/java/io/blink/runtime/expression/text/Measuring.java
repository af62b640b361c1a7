package io.blink.runtime.expression.text;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.IntegerResult;
import io.blink.runtime.expression.kernel.LongArgument;

/** What is asked of strings: lengths, positions, beginnings and ends. At nulls the results are undefined. */
final class Measuring {
    private Measuring() {}

    static Column charLength(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = CodePoints.count(texts.bytes(), texts.start(i), texts.end(i));
        }
        return IntegerResult.column(site.type(), result, nulls);
    }

    static Column octetLength(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = texts.length(i);
        }
        return IntegerResult.column(site.type(), result, nulls);
    }

    /** The position from 1, or 0; with a third argument the search starts there. */
    static Column position(CallSite site, Column needle, Column text, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument needles = BytesArgument.of(needle);
        BytesArgument texts = BytesArgument.of(text);
        LongArgument starts = arguments.length > 2 ? LongArgument.of(arguments[2]) : null;
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            int start = texts.start(i);
            int from = starts == null
                    ? start
                    : CodePoints.advance(texts.bytes(), start, texts.end(i), Math.max(0, starts.at(i) - 1));
            int found = ByteSearch.indexOf(
                    texts.bytes(), from, texts.end(i), needles.bytes(), needles.start(i), needles.end(i));
            result[i] = found < 0 ? 0 : CodePoints.count(texts.bytes(), start, found) + 1;
        }
        return IntegerResult.column(site.type(), result, nulls);
    }

    static Column startsWith(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument prefixes = BytesArgument.of(arguments[1]);
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            boolean starts = ByteSearch.startsWith(
                    texts.bytes(), texts.start(i), texts.end(i), prefixes.bytes(), prefixes.start(i), prefixes.end(i));
            result[i] = starts ? (byte) 1 : (byte) 0;
        }
        return new ByteColumn(rows, result, nulls);
    }

    static Column endsWith(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument suffixes = BytesArgument.of(arguments[1]);
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            boolean ends = ByteSearch.endsWith(
                    texts.bytes(), texts.start(i), texts.end(i), suffixes.bytes(), suffixes.start(i), suffixes.end(i));
            result[i] = ends ? (byte) 1 : (byte) 0;
        }
        return new ByteColumn(rows, result, nulls);
    }

    /** The first code point, which for ASCII is its code; 0 for the empty string. */
    static Column ascii(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            byte first = texts.length(i) == 0 ? 0 : texts.bytes()[texts.start(i)];
            result[i] = first >= 0 ? first : texts.string(i).codePointAt(0);
        }
        return IntegerResult.column(site.type(), result, nulls);
    }
}
