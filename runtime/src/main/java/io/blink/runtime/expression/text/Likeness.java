package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.runtime.expression.kernel.BytesArgument;

/** How alike strings are: LEVENSHTEIN and SOUNDEX. Scratch of one kernel. */
final class Likeness {
    /** Codes of A to Z; 0: a vowel, which separates; 7: H and W, which do not. */
    private static final String CODES = "01230127022455012623017202";

    private static final int CODE_LENGTH = 4;

    private int[] distances = new int[0];

    /** Insertions, deletions and replacements of code points, by Wagner and Fischer (1974) in one row. */
    void levenshtein(Column[] arguments, int row, ColumnBuilder out) {
        int[] left = BytesArgument.of(arguments[0]).string(row).codePoints().toArray();
        int[] right = BytesArgument.of(arguments[1]).string(row).codePoints().toArray();
        if (distances.length <= right.length) {
            distances = new int[right.length + 1];
        }
        for (int j = 0; j <= right.length; j++) {
            distances[j] = j;
        }
        for (int i = 1; i <= left.length; i++) {
            int diagonal = distances[0];
            distances[0] = i;
            for (int j = 1; j <= right.length; j++) {
                int above = distances[j];
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                distances[j] = Math.min(replaced, Math.min(above, distances[j - 1]) + 1);
                diagonal = above;
            }
        }
        ((IntColumnBuilder) out).append(distances[right.length]);
    }

    /** The American Soundex; a text that does not begin with a letter from A to Z stays as it is. */
    void soundex(Column[] arguments, int row, ColumnBuilder out) {
        String text = BytesArgument.of(arguments[0]).string(row);
        if (text.isEmpty() || code(text.charAt(0)) < 0) {
            ((BytesColumnBuilder) out).append(text);
            return;
        }
        StringBuilder result = new StringBuilder().append(Character.toUpperCase(text.charAt(0)));
        int last = code(text.charAt(0));
        for (int i = 1; i < text.length() && result.length() < CODE_LENGTH; i++) {
            int code = code(text.charAt(i));
            if (code == '7') {
                continue;
            }
            if (code > '0' && code != last) {
                result.append((char) code);
            }
            last = code;
        }
        result.append("0".repeat(CODE_LENGTH - result.length()));
        ((BytesColumnBuilder) out).append(result.toString());
    }

    private static int code(char letter) {
        int index = (letter | 0x20) - 'a';
        return index >= 0 && index < CODES.length() && letter < 0x80 ? CODES.charAt(index) : -1;
    }
}
