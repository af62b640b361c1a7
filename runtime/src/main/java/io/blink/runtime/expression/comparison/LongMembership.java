package io.blink.runtime.expression.comparison;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.hash.ValueHash;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.List;

/** IN over integers, dates, times and short decimals: a few values are compared with one by one, more are hashed. */
final class LongMembership implements Kernel {
    private static final int COMPARED_MAX = 6;

    private final long[] members;
    private final boolean unknownOtherwise;
    private final long[] table;
    private final boolean[] used;

    LongMembership(List<Column> values) {
        members = values.stream()
                .filter(value -> !value.isNull(0))
                .mapToLong(value -> LongArgument.widened(value)[0])
                .distinct()
                .toArray();
        unknownOtherwise = values.stream().anyMatch(value -> value.isNull(0));
        int slots = Integer.highestOneBit(Math.max(1, members.length)) * 4;
        table = new long[slots];
        used = new boolean[slots];
        for (long member : members) {
            int slot = slot(member);
            table[slot] = member;
            used[slot] = true;
        }
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        long[] values = LongArgument.widened(arguments[0].flat());
        byte[] result = new byte[rows];
        if (members.length <= COMPARED_MAX) {
            for (long member : members) {
                for (int i = 0; i < rows; i++) {
                    result[i] |= values[i] == member ? (byte) 1 : (byte) 0;
                }
            }
        } else {
            for (int i = 0; i < rows; i++) {
                result[i] = used[slot(values[i])] ? (byte) 1 : (byte) 0;
            }
        }
        return new ByteColumn(rows, result, unknownOtherwise ? unlessFound(result, nulls) : nulls);
    }

    /** Where the value is, or where it would be. */
    private int slot(long value) {
        int mask = table.length - 1;
        int slot = (int) ValueHash.ofLong(value) & mask;
        while (used[slot] && table[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** With a NULL in the list a value that is not found is UNKNOWN. */
    static boolean[] unlessFound(byte[] found, boolean[] nulls) {
        boolean[] unknown = new boolean[found.length];
        for (int i = 0; i < found.length; i++) {
            unknown[i] = found[i] == 0 | NullFlags.at(nulls, i);
        }
        return unknown;
    }
}
