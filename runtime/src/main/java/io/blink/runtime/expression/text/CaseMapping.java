package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** UPPER, LOWER and INITCAP: a byte loop over the whole batch where it is ASCII, else string by string. */
final class CaseMapping {
    private CaseMapping() {}

    static Column upper(Column[] arguments, boolean[] nulls, int rows) {
        return map(arguments[0], nulls, rows, true);
    }

    static Column lower(Column[] arguments, boolean[] nulls, int rows) {
        return map(arguments[0], nulls, rows, false);
    }

    private static Column map(Column argument, boolean[] nulls, int rows, boolean upper) {
        BytesColumn texts = (BytesColumn) argument.flat();
        int from = texts.offset(0);
        int to = texts.offset(rows);
        if (!CodePoints.isAscii(texts.bytes(), from, to)) {
            return mapUnicode(texts, nulls, rows, upper);
        }
        byte[] mapped = Arrays.copyOf(texts.bytes(), to);
        byte first = (byte) (upper ? 'a' : 'A');
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            ByteWords.put(mapped, i, ByteWords.flipLetters(ByteWords.get(mapped, i), first));
        }
        for (; i < to; i++) {
            mapped[i] = (byte) ByteWords.flipLetters(mapped[i], first);
        }
        return new BytesColumn(rows, mapped, texts.offsets(), nulls);
    }

    private static Column mapUnicode(BytesColumn texts, boolean[] nulls, int rows, boolean upper) {
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
            } else {
                String text = texts.string(i);
                result.append(upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT));
            }
        }
        return result.build();
    }

    /** A word is a run of letters and digits. */
    static Column initcap(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
            } else if (CodePoints.isAscii(texts.bytes(), texts.start(i), texts.end(i))) {
                byte[] mapped = Arrays.copyOfRange(texts.bytes(), texts.start(i), texts.end(i));
                capitalize(mapped);
                result.append(mapped, 0, mapped.length);
            } else {
                result.append(capitalized(texts.string(i)));
            }
        }
        return result.build();
    }

    private static void capitalize(byte[] text) {
        boolean inWord = false;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            boolean lower = b >= 'a' && b <= 'z';
            boolean upper = b >= 'A' && b <= 'Z';
            if (inWord ? upper : lower) {
                text[i] ^= 32;
            }
            inWord = lower || upper || (b >= '0' && b <= '9');
        }
    }

    private static String capitalized(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            result.appendCodePoint(inWord ? Character.toLowerCase(codePoint) : Character.toUpperCase(codePoint));
            inWord = Character.isLetterOrDigit(codePoint);
            i += Character.charCount(codePoint);
        }
        return result.toString();
    }

    static Column reverse(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        byte[] reversed = new byte[0];
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
                continue;
            }
            int length = texts.length(i);
            reversed = reversed.length < length ? new byte[length * 2] : reversed;
            int to = length;
            for (int at = texts.start(i); at < texts.end(i); ) {
                int width = Math.min(CodePoints.width(texts.bytes()[at]), texts.end(i) - at);
                to -= width;
                System.arraycopy(texts.bytes(), at, reversed, to, width);
                at += width;
            }
            result.append(reversed, 0, length);
        }
        return result.build();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
