package io.blink.runtime.operator.aggregate;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import java.util.Arrays;
import java.util.List;

/** The results of holistic aggregates from the rows of their groups. */
final class HolisticResults implements GroupResults {
    private static final int SHARE = 1;
    private static final int DESCENDING = 2;
    private static final int NONE = -1;
    /** How far the product of a share and a count may be off, for each one counted. */
    private static final double PRODUCT_ERROR = 0x1p-50;

    private final AggregateCall call;
    private final HeldRows held;

    HolisticResults(AggregateCall call, HeldRows held) {
        this.call = call;
        this.held = held;
    }

    /** Of groups {@code from .. from + count}. */
    @Override
    public Column of(int from, int count) {
        int[] offsets = held.offsets(from, count);
        int[] rows = held.rows(from, offsets);
        return switch (call.function()) {
            case ARRAY_AGG, COLLECT_LIST -> arrays(rows, offsets);
            case ORDERED_CONCATENATE -> texts(rows, offsets);
            case PERCENTILE_CONT -> interpolated(rows, offsets);
            default -> chosen(rows, offsets);
        };
    }

    private Column arrays(int[] rows, int[] offsets) {
        int count = offsets.length - 1;
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            held.sort(rows, offsets[i], offsets[i + 1], call.order());
            if (offsets[i] == offsets[i + 1] && call.function() == AggregateFunction.ARRAY_AGG) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return new ArrayColumn(count, held.column(0).gather(rows, 0, rows.length), offsets, nulls);
    }

    private Column texts(int[] rows, int[] offsets) {
        int count = offsets.length - 1;
        BytesColumnBuilder texts = new BytesColumnBuilder(count);
        for (int i = 0; i < count; i++) {
            int length = offsets[i + 1] - offsets[i];
            if (length == 0) {
                texts.appendNull();
                continue;
            }
            held.sort(rows, offsets[i], offsets[i + 1], call.order());
            BytesColumn parts = (BytesColumn) held.column(0).gather(rows, offsets[i], length);
            int bytes = parts.offset(length) - parts.offset(0);
            if (bytes > ConcatenationAccumulator.TEXT_BYTES_MAX) {
                throw ConcatenationAccumulator.tooLong(call.place());
            }
            texts.append(parts.bytes(), parts.offset(0), bytes);
        }
        return texts.build();
    }

    /** One value of each group. */
    private Column chosen(int[] rows, int[] offsets) {
        int count = offsets.length - 1;
        double[] shares = call.function() == AggregateFunction.PERCENTILE_DISC ? shares(rows, offsets) : null;
        int[] choice = new int[count];
        for (int i = 0; i < count; i++) {
            int from = offsets[i];
            int to = offsets[i + 1];
            if (from == to) {
                choice[i] = NONE;
                continue;
            }
            choice[i] = switch (call.function()) {
                case FIRST_VALUE -> first(rows, from, to);
                case LAST_VALUE -> last(rows, from, to);
                case MODE -> mode(rows, from, to);
                default -> discrete(rows, from, to, shares[i]);
            };
        }
        return held.column(0).gather(choice, 0, count);
    }

    private int first(int[] rows, int from, int to) {
        int best = rows[from];
        for (int i = from + 1; i < to; i++) {
            best = held.compare(rows[i], best, call.order()) < 0 ? rows[i] : best;
        }
        return best;
    }

    private int last(int[] rows, int from, int to) {
        int best = rows[from];
        for (int i = from + 1; i < to; i++) {
            best = held.compare(rows[i], best, call.order()) >= 0 ? rows[i] : best;
        }
        return best;
    }

    private int mode(int[] rows, int from, int to) {
        List<SortKey> byValue = List.of(new SortKey(0, true, true));
        held.sort(rows, from, to, byValue);
        int best = from;
        int bestLength = 0;
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || held.compare(rows[start], rows[i], byValue) != 0) {
                if (i - start > bestLength) {
                    best = start;
                    bestLength = i - start;
                }
                start = i;
            }
        }
        return rows[best];
    }

    /** The first value at whose place at least that share of all has come. */
    private int discrete(int[] rows, int from, int to, double share) {
        held.sort(rows, from, to, List.of(new SortKey(0, !isDescending(rows[from]), true)));
        int count = to - from;
        // A share such as 0.07 is a little more than it says: of 100 rows it means the seventh, though 0.07 * 100 > 7.
        int place = (int) Math.ceil(share * count - count * PRODUCT_ERROR) - 1;
        return rows[from + Math.max(0, place)];
    }

    /** At share * (n - 1), between the values on both sides. */
    private Column interpolated(int[] rows, int[] offsets) {
        int count = offsets.length - 1;
        double[] shares = shares(rows, offsets);
        DataType type = call.argumentTypes().get(0);
        double[] values = Values.doubles(held.column(0).gather(rows, 0, rows.length), type);
        double[] results = new double[count];
        boolean[] seen = new boolean[count];
        for (int i = 0; i < count; i++) {
            int from = offsets[i];
            int length = offsets[i + 1] - from;
            seen[i] = length > 0;
            if (seen[i]) {
                Arrays.sort(values, from, from + length);
                double share = isDescending(rows[from]) ? 1 - shares[i] : shares[i];
                double place = share * (length - 1);
                int below = (int) Math.floor(place);
                double low = values[from + below];
                double high = values[from + Math.min(length - 1, below + 1)];
                double fraction = place - below;
                results[i] = fraction == 0 ? low : low + (high - low) * fraction;
            }
        }
        return new DoubleColumn(count, results, Values.nulls(seen));
    }

    private boolean isDescending(int row) {
        if (call.argumentTypes().size() <= DESCENDING) {
            return false;
        }
        ByteColumn flag = (ByteColumn) held.column(DESCENDING).gather(new int[] {row}, 0, 1);
        return flag.values()[0] != 0;
    }

    /** The share that each group's first row names. */
    private double[] shares(int[] rows, int[] offsets) {
        int count = offsets.length - 1;
        int[] firsts = new int[count];
        for (int i = 0; i < count; i++) {
            firsts[i] = offsets[i] == offsets[i + 1] ? NONE : rows[offsets[i]];
        }
        Column named = held.column(SHARE).gather(firsts, 0, count);
        double[] shares = Values.doubles(named, call.argumentTypes().get(SHARE));
        for (int i = 0; i < count; i++) {
            boolean known = firsts[i] != NONE;
            if (known && (named.isNull(i) || !(shares[i] >= 0 && shares[i] <= 1))) {
                throw new BlinkException(
                        CoreErrorCode.INVALID_ARGUMENT,
                        call.function() + call.place() + ": the share is " + (named.isNull(i) ? "NULL" : shares[i])
                                + "; it must lie between 0 and 1");
            }
        }
        return shares;
    }
}
