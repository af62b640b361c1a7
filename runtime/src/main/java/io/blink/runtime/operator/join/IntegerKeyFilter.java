package io.blink.runtime.operator.join;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.hash.ValueHash;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.List;

/**
 * Keys that lie in memory as integers: their range and in it, where it is not too wide, one bit a value; in a wide range their hashes.
 *
 * @param type of the keys
 * @param least greater than {@code greatest} if there is no key but NULL
 * @param bits one for each value of the range; {@code null} if it is too wide
 * @param hashes {@code null} if there are bits, or too many keys
 */
record IntegerKeyFilter(
        int column,
        DataType type,
        boolean passesNulls,
        long least,
        long greatest,
        long[] bits,
        BlockedBloomFilter hashes)
        implements KeyFilter {
    @Override
    public KeyFilter at(int otherColumn) {
        return new IntegerKeyFilter(otherColumn, type, passesNulls, least, greatest, bits, hashes);
    }

    @Override
    public boolean passesNothing() {
        return least > greatest && !passesNulls;
    }

    /** The range, for types whose literals are integers. */
    @Override
    public List<Expression> conditions() {
        boolean comparable =
                switch (type.kind()) {
                    case TINYINT, SMALLINT, INT, BIGINT, DATE -> true;
                    default -> false;
                };
        if (!comparable || passesNulls || least > greatest) {
            return List.of();
        }
        List<Expression> arguments = List.of(
                new InputColumn(column, type),
                new Literal(Long.toString(least), type),
                new Literal(Long.toString(greatest), type));
        return List.of(new Call(ScalarFunction.BETWEEN, arguments, DataType.of(TypeKind.BOOLEAN)));
    }

    @Override
    public int select(Column values, int[] positions, int count) {
        if (values instanceof ConstantColumn constant) {
            return select(constant.value(), new int[1], 1) == 0 ? 0 : count;
        }
        Column flat = values.flat();
        if (least > greatest) {
            return selectNulls(flat, positions, count);
        } else if (flat instanceof LongColumn longs) {
            return select(longs.values(), longs.nulls(), positions, count);
        } else if (flat instanceof IntColumn ints) {
            return select(ints.values(), ints.nulls(), positions, count);
        }
        LongColumn widened = BuildKeys.widened(flat);
        return select(widened.values(), widened.nulls(), positions, count);
    }

    /** There is no key but NULL. */
    private int selectNulls(Column flat, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            positions[kept] = position;
            kept += passesNulls && flat.isNull(position) ? 1 : 0;
        }
        return kept;
    }

    private int select(long[] values, boolean[] nulls, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            boolean passes = nulls != null && nulls[position] ? passesNulls : mayBeKey(values[position]);
            positions[kept] = position;
            kept += passes ? 1 : 0;
        }
        return kept;
    }

    private int select(int[] values, boolean[] nulls, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            boolean passes = nulls != null && nulls[position] ? passesNulls : mayBeKey(values[position]);
            positions[kept] = position;
            kept += passes ? 1 : 0;
        }
        return kept;
    }

    private boolean mayBeKey(long value) {
        long distance = value - least;
        if (Long.compareUnsigned(distance, greatest - least) > 0) {
            return false;
        }
        if (bits != null) {
            return (bits[(int) (distance >>> 6)] >>> distance & 1) != 0;
        }
        return hashes == null || hashes.mayContain(ValueHash.ofLong(value));
    }

    @Override
    public long retainedBytes() {
        return (bits == null ? 0 : (long) bits.length * Long.BYTES) + (hashes == null ? 0 : hashes.retainedBytes());
    }
}
