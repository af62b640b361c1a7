package io.blink.runtime.expression.comparison;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.SelectingKernel;
import java.util.Arrays;

/** Compares strings by their bytes, unsigned; a CHAR counts without its trailing blanks. */
final class BytesComparison implements SelectingKernel {
    private final Comparison comparison;
    private final boolean trimLeft;
    private final boolean trimRight;

    BytesComparison(Comparison comparison, TypeKind left, TypeKind right) {
        this.comparison = comparison;
        this.trimLeft = left == TypeKind.CHAR;
        this.trimRight = right == TypeKind.CHAR;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument left = BytesArgument.of(arguments[0]);
        BytesArgument right = BytesArgument.of(arguments[1]);
        byte[] result = new byte[rows];
        if (comparison.order() == Comparison.Order.EQUAL) {
            for (int i = 0; i < rows; i++) {
                result[i] = equal(left, right, i) ? comparison.whenTrue() : comparison.whenFalse();
            }
        } else {
            for (int i = 0; i < rows; i++) {
                result[i] = comparison.test(compare(left, right, i));
            }
        }
        return new ByteColumn(rows, result, nulls);
    }

    @Override
    public int select(Column[] arguments, int rows, int[] positions) {
        byte[] truth = ((ByteColumn) apply(arguments, null, rows)).values();
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            count += truth[i];
        }
        return count;
    }

    private boolean equal(BytesArgument left, BytesArgument right, int row) {
        int leftStart = left.start(row);
        int rightStart = right.start(row);
        int leftEnd = trimLeft ? withoutBlanks(left.bytes(), leftStart, left.end(row)) : left.end(row);
        int rightEnd = trimRight ? withoutBlanks(right.bytes(), rightStart, right.end(row)) : right.end(row);
        return leftEnd - leftStart == rightEnd - rightStart
                && Arrays.equals(left.bytes(), leftStart, leftEnd, right.bytes(), rightStart, rightEnd);
    }

    private int compare(BytesArgument left, BytesArgument right, int row) {
        int leftStart = left.start(row);
        int rightStart = right.start(row);
        int leftEnd = trimLeft ? withoutBlanks(left.bytes(), leftStart, left.end(row)) : left.end(row);
        int rightEnd = trimRight ? withoutBlanks(right.bytes(), rightStart, right.end(row)) : right.end(row);
        return Arrays.compareUnsigned(left.bytes(), leftStart, leftEnd, right.bytes(), rightStart, rightEnd);
    }

    static int withoutBlanks(byte[] bytes, int start, int end) {
        int trimmed = end;
        while (trimmed > start && bytes[trimmed - 1] == ' ') {
            trimmed--;
        }
        return trimmed;
    }
}
