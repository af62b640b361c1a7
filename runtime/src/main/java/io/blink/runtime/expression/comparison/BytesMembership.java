package io.blink.runtime.expression.comparison;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.hash.ValueHash;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/** IN over strings, by hash. */
final class BytesMembership implements Kernel {
    private final boolean character;
    private final boolean unknownOtherwise;
    private final byte[][] table;

    BytesMembership(TypeKind kind, List<Column> values) {
        character = kind == TypeKind.CHAR;
        unknownOtherwise = values.stream().anyMatch(value -> value.isNull(0));
        table = new byte[Integer.highestOneBit(Math.max(1, values.size())) * 4][];
        for (Column value : values) {
            if (!value.isNull(0)) {
                BytesColumn text = (BytesColumn) value;
                byte[] member = Arrays.copyOfRange(
                        text.bytes(), text.offset(0), end(text.bytes(), text.offset(0), text.offset(1)));
                table[slot(member, 0, member.length)] = member;
            }
        }
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument values = BytesArgument.of(arguments[0]);
        byte[] bytes = values.bytes();
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            int start = values.start(i);
            result[i] = table[slot(bytes, start, end(bytes, start, values.end(i)))] == null ? (byte) 0 : (byte) 1;
        }
        return new ByteColumn(rows, result, unknownOtherwise ? LongMembership.unlessFound(result, nulls) : nulls);
    }

    private int end(byte[] bytes, int start, int end) {
        return character ? BytesComparison.withoutBlanks(bytes, start, end) : end;
    }

    /** Where the value is, or where it would be. */
    private int slot(byte[] bytes, int start, int end) {
        int mask = table.length - 1;
        int slot = (int) ValueHash.ofBytes(bytes, start, end - start) & mask;
        while (table[slot] != null && !Arrays.equals(table[slot], 0, table[slot].length, bytes, start, end)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
