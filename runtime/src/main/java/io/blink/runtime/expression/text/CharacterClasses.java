package io.blink.runtime.expression.text;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** What a string consists of: IS_ALPHA, IS_DIGIT, IS_DECIMAL. The empty string is none of them. */
final class CharacterClasses {
    private CharacterClasses() {}

    static Column isAlpha(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            boolean letters = !NullFlags.at(nulls, i)
                    && texts.length(i) > 0
                    && texts.string(i).codePoints().allMatch(Character::isLetter);
            result[i] = (byte) (letters ? 1 : 0);
        }
        return new ByteColumn(rows, result, nulls);
    }

    static Column isDigit(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (byte) (texts.length(i) > 0 && digits(texts, i, texts.start(i)) == texts.end(i) ? 1 : 0);
        }
        return new ByteColumn(rows, result, nulls);
    }

    private static int digits(BytesArgument texts, int row, int from) {
        int at = from;
        while (at < texts.end(row) && texts.bytes()[at] >= '0' && texts.bytes()[at] <= '9') {
            at++;
        }
        return at;
    }

    /** An optional sign, digits, and at most one point among them. */
    static Column isDecimal(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (byte) (isDecimal(texts, i) ? 1 : 0);
        }
        return new ByteColumn(rows, result, nulls);
    }

    private static boolean isDecimal(BytesArgument texts, int row) {
        int start = texts.start(row);
        int end = texts.end(row);
        boolean signed = start < end && (texts.bytes()[start] == '-' || texts.bytes()[start] == '+');
        int first = signed ? start + 1 : start;
        int point = digits(texts, row, first);
        if (point == end) {
            return point > first;
        }
        if (texts.bytes()[point] != '.') {
            return false;
        }
        int last = digits(texts, row, point + 1);
        return last == end && last - first > 1;
    }
}
