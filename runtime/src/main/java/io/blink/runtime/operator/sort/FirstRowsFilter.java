package io.blink.runtime.operator.sort;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.SortKey;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the first rows of an order say about its first key: a row behind the last of them in that key is not among them. The bound is set by the operator's thread as better rows come, and
 * read by those that read splits; filters made by {@link #at} share it.
 */
final class FirstRowsFilter implements KeyFilter {
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);

    /** @param value of the last row; one, flat */
    private record Bound(long prefix, Column value, int strictness) {}

    private final int column;
    private final SortKey key;
    private final DataType type;
    private final AtomicReference<Bound> bound;

    private FirstRowsFilter(int column, SortKey key, DataType type, AtomicReference<Bound> bound) {
        this.column = column;
        this.key = key;
        this.type = type;
        this.bound = bound;
    }

    /** Passes everything until the first {@link #tighten}. @param type of the first key */
    static FirstRowsFilter of(SortKey first, DataType type) {
        return new FirstRowsFilter(
                0, new SortKey(0, first.ascending(), first.nullsFirst()), type, new AtomicReference<>());
    }

    /** The last of the first rows has this value in the first key. */
    void tighten(Column keyColumn, int row) {
        Column value = keyColumn.take(new int[] {row}, 0, 1).flat();
        boolean last = value.isNull(0) && !key.nullsFirst();
        long prefix = prefixes(value)[0];
        Bound before = bound.get();
        if (!last && (before == null || Long.compareUnsigned(prefix, before.prefix()) < 0)) {
            bound.set(new Bound(prefix, value, before == null ? 1 : before.strictness() + 1));
        }
    }

    private long[] prefixes(Column values) {
        long[] prefixes = new long[values.size()];
        new SortPrefix(List.of(key), List.of(type)).compute(new Column[] {values}, prefixes.length, prefixes, 0);
        return prefixes;
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public KeyFilter at(int otherColumn) {
        return new FirstRowsFilter(otherColumn, key, type, bound);
    }

    @Override
    public boolean passesNothing() {
        return false;
    }

    @Override
    public int strictness() {
        Bound current = bound.get();
        return current == null ? 0 : current.strictness();
    }

    @Override
    public int select(Column values, int[] positions, int count) {
        Bound current = bound.get();
        if (current == null) {
            return count;
        }
        if (values instanceof ConstantColumn constant) {
            return select(constant.value(), new int[1], 1) == 0 ? 0 : count;
        }
        long[] prefixes = prefixes(values);
        long last = current.prefix() + Long.MIN_VALUE;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            positions[kept] = position;
            kept += prefixes[position] + Long.MIN_VALUE <= last ? 1 : 0;
        }
        return kept;
    }

    /** The bound, for types whose values can be written as literals. */
    @Override
    public List<Expression> conditions() {
        Bound current = bound.get();
        if (current == null) {
            return List.of();
        }
        InputColumn input = new InputColumn(column, type);
        Expression isNull = new Call(ScalarFunction.IS_NULL, List.of(input), BOOLEAN);
        if (current.value().isNull(0)) {
            return List.of(isNull);
        }
        String literal = literal(current.value());
        if (literal == null) {
            return List.of();
        }
        ScalarFunction comparison = key.ascending() ? ScalarFunction.LESS_OR_EQUAL : ScalarFunction.GREATER_OR_EQUAL;
        Expression within = new Call(comparison, List.of(input, new Literal(literal, type)), BOOLEAN);
        boolean nullsPass = key.nullsFirst() && type.nullable();
        return List.of(nullsPass ? new Call(ScalarFunction.OR, List.of(isNull, within), BOOLEAN) : within);
    }

    /** As {@link Literal} has it; {@code null} if there is no such text. */
    private String literal(Column value) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, DATE -> Long.toString(integer(value));
            case DECIMAL -> new BigDecimal(unscaled(value), type.scale()).toPlainString();
            case DOUBLE -> number(((DoubleColumn) value).get(0));
            case FLOAT -> number(((FloatColumn) value).get(0));
            case VARCHAR -> text((BytesColumn) value);
            default -> null;
        };
    }

    private static long integer(Column value) {
        if (value instanceof LongColumn longs) {
            return longs.get(0);
        } else if (value instanceof IntColumn ints) {
            return ints.values()[0];
        } else if (value instanceof ShortColumn shorts) {
            return shorts.values()[0];
        }
        return ((ByteColumn) value).values()[0];
    }

    private static BigInteger unscaled(Column value) {
        return value instanceof Decimal128Column decimals ? decimals.unscaled(0) : BigInteger.valueOf(integer(value));
    }

    /** Only as an upper bound, since statistics leave out NaN, which is the greatest; of the two zeros, which are equal, the greater. */
    private String number(double value) {
        return Double.isNaN(value) || !key.ascending() ? null : Double.toString(value == 0 ? 0 : value);
    }

    private String number(float value) {
        return Float.isNaN(value) || !key.ascending() ? null : Float.toString(value == 0 ? 0 : value);
    }

    private static String text(BytesColumn value) {
        byte[] bytes = Arrays.copyOfRange(value.bytes(), value.offset(0), value.offset(0) + value.length(0));
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : null;
    }

    @Override
    public long retainedBytes() {
        return Long.BYTES;
    }
}
