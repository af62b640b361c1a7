package io.blink.runtime.expression.cast;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.text.CodePoints;

/** The length rules of string types: VARCHAR and VARBINARY cut what is longer, CHAR and BINARY also fill up with blanks or zeros. */
final class StringLengths {
    private static final byte[] BLANKS = " ".repeat(64).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] ZEROS = new byte[64];

    private StringLengths() {}

    static Column fit(BytesColumn column, DataType to, boolean[] nulls) {
        int rows = column.size();
        int length = to.precision();
        boolean fill = to.kind() == TypeKind.CHAR || to.kind() == TypeKind.BINARY;
        if (!fill && longest(column, rows) <= length) {
            return new BytesColumn(rows, column.bytes(), column.offsets(), nulls);
        }
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        boolean character = to.kind().isCharacter();
        for (int i = 0; i < rows; i++) {
            int start = column.offset(i);
            int end = column.offset(i + 1);
            if (nulls != null && nulls[i]) {
                result.appendNull();
                continue;
            }
            int cut = character
                    ? CodePoints.advance(column.bytes(), start, end, length)
                    : Math.min(end, start + Math.min(length, end - start));
            if (!fill) {
                result.append(column.bytes(), start, cut - start);
                continue;
            }
            int missing = length - (character ? CodePoints.count(column.bytes(), start, cut) : cut - start);
            appendFilled(column.bytes(), start, cut - start, missing, character ? BLANKS : ZEROS, result);
        }
        return result.build();
    }

    private static void appendFilled(
            byte[] bytes, int start, int length, int missing, byte[] filler, BytesColumnBuilder result) {
        byte[] filled = new byte[length + missing];
        System.arraycopy(bytes, start, filled, 0, length);
        for (int at = length; at < filled.length; at += filler.length) {
            System.arraycopy(filler, 0, filled, at, Math.min(filler.length, filled.length - at));
        }
        result.append(filled, 0, filled.length);
    }

    private static int longest(BytesColumn column, int rows) {
        int longest = 0;
        for (int i = 0; i < rows; i++) {
            longest = Math.max(longest, column.length(i));
        }
        return longest;
    }
}
