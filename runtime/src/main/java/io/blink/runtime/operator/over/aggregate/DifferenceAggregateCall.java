package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.WindowCall;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.over.call.Frame;
import io.blink.runtime.operator.over.call.FrameCall;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.PageLongs;
import io.blink.runtime.operator.over.page.Progress;
import java.util.List;

/**
 * Counts, sums and averages of integers and of decimals held as integers over any frame: what comes before its end less what comes before its start, in 128 bits. That is exact, so no rounding gets from one
 * row to another, and takes two look-ups a range however wide it is.
 */
public final class DifferenceAggregateCall extends FrameCall {
    private static final int PAGES_KEPT = 4;
    private static final double TWO_TO_64 = 0x1p64;

    private final AggregateArguments arguments;
    private final AggregateCall call;
    private final boolean summed;
    private final OverRows rows;
    private final PageTotals[] kept = new PageTotals[PAGES_KEPT];
    private int oldest;
    /** Totals of all pages before each page. */
    private final PageLongs countsBefore = new PageLongs();

    private final PageLongs lowBefore = new PageLongs();
    private final PageLongs highBefore = new PageLongs();
    private long counted;
    private long summedLow;
    private long summedHigh;
    private int[] own = new int[0];
    private long[] counts;
    private long[] low;
    private long[] high;
    private int range;
    private boolean atEnds;
    private int next;

    public DifferenceAggregateCall(WindowCall call, OverRows rows, Frame frame) {
        super(frame);
        this.rows = rows;
        arguments = new AggregateArguments(call, rows.functions());
        this.call = arguments.call();
        summed = call.aggregate() == AggregateFunction.SUM || call.aggregate() == AggregateFunction.AVG;
    }

    /** Whether an aggregate is one of these. */
    public static boolean serves(WindowCall call) {
        return switch (call.aggregate()) {
            case COUNT_ALL -> true;
            case COUNT -> !call.distinct();
            case SUM, AVG -> !call.distinct() && isInteger(call);
            default -> false;
        };
    }

    private static boolean isInteger(WindowCall call) {
        TypeKind kind = call.argumentTypes().get(0).kind();
        return kind.isInteger()
                || kind == TypeKind.DECIMAL && call.argumentTypes().get(0).physicalType() == PhysicalType.LONG;
    }

    @Override
    public void observe(Page page, Batch batch) {
        PageTotals totals = keep(page, batch);
        countsBefore.add(counted);
        counted += totals.count(page.rows());
        if (summed) {
            lowBefore.add(summedLow);
            highBefore.add(summedHigh);
            long sum = summedLow + totals.low(page.rows());
            summedHigh += totals.high(page.rows()) + (Long.compareUnsigned(sum, summedLow) < 0 ? 1 : 0);
            summedLow = sum;
        }
    }

    private PageTotals keep(Page page, Batch batch) {
        own = PageArguments.own(own, page.rows());
        PageTotals totals = PageTotals.of(page, batch, arguments, summed, own);
        kept[oldest] = totals;
        oldest = (oldest + 1) % PAGES_KEPT;
        return totals;
    }

    /** {@code null} while the page is being read. */
    private PageTotals totals(Page page) {
        for (PageTotals totals : kept) {
            if (totals != null && totals.page() == page) {
                return totals;
            }
        }
        Batch batch = rows.pages().acquire(page);
        return batch == null ? null : keep(page, batch);
    }

    @Override
    public void begin() {
        int count = rows.current().rows();
        counts = new long[count];
        low = summed ? new long[count] : null;
        high = summed ? new long[count] : null;
        range = 0;
        atEnds = false;
        next = 0;
    }

    @Override
    public Progress advance() {
        while (range < frame().rangeCount()) {
            while (next < counts.length) {
                if (!addPage()) {
                    return Progress.NEEDS_PAGE;
                }
            }
            next = 0;
            range += atEnds ? 1 : 0;
            atEnds = !atEnds;
        }
        return Progress.DONE;
    }

    /** Adds or takes off what comes before the borders of the next ranges, as far as these are in one page. */
    private boolean addPage() {
        long[] starts = frame().starts(range);
        long[] ends = frame().ends(range);
        while (next < counts.length && starts[next] == ends[next]) {
            next++;
        }
        if (next == counts.length) {
            return true;
        }
        Page page = rows.pages().of(atEnds ? ends[next] - 1 : starts[next]);
        PageTotals totals = totals(page);
        if (totals == null) {
            return false;
        }
        long first = page.firstRow();
        while (next < counts.length) {
            if (starts[next] < ends[next]) {
                long place = (atEnds ? ends[next] : starts[next]) - first;
                if (atEnds ? place < 1 || place > page.rows() : place < 0 || place >= page.rows()) {
                    return true;
                }
                add(page, totals, (int) place);
            }
            next++;
        }
        return true;
    }

    private void add(Page page, PageTotals totals, int place) {
        long count = countsBefore.get(page.number()) + totals.count(place);
        counts[next] += atEnds ? count : -count;
        if (summed) {
            long beforeLow = lowBefore.get(page.number());
            long sumLow = beforeLow + totals.low(place);
            long sumHigh = highBefore.get(page.number())
                    + totals.high(place)
                    + (Long.compareUnsigned(sumLow, beforeLow) < 0 ? 1 : 0);
            long before = low[next];
            if (atEnds) {
                low[next] = before + sumLow;
                high[next] += sumHigh + (Long.compareUnsigned(low[next], before) < 0 ? 1 : 0);
            } else {
                low[next] = before - sumLow;
                high[next] -= sumHigh + (Long.compareUnsigned(before, sumLow) < 0 ? 1 : 0);
            }
        }
    }

    @Override
    public Column result() {
        int count = counts.length;
        if (!summed) {
            return new LongColumn(count, counts, null);
        }
        boolean[] nulls = nulls();
        boolean decimal = call.argumentTypes().get(0).kind() == TypeKind.DECIMAL;
        if (call.function() == AggregateFunction.SUM) {
            return decimal ? new Decimal128Column(count, high, low, nulls) : sums(nulls);
        }
        return decimal ? averages(nulls) : doubleAverages(nulls);
    }

    private boolean[] nulls() {
        boolean[] nulls = new boolean[counts.length];
        boolean any = false;
        for (int i = 0; i < nulls.length; i++) {
            nulls[i] = counts[i] == 0;
            any |= nulls[i];
        }
        return any ? nulls : null;
    }

    private Column sums(boolean[] nulls) {
        for (int i = 0; i < low.length; i++) {
            if (high[i] != low[i] >> 63) {
                throw new BlinkException(
                        CoreErrorCode.NUMERIC_OVERFLOW,
                        "The SUM of integers" + call.place()
                                + " does not fit BIGINT. Cast the argument to DECIMAL(38, 0) or DOUBLE.");
            }
        }
        return new LongColumn(low.length, low, nulls);
    }

    private Column doubleAverages(boolean[] nulls) {
        double[] averages = new double[low.length];
        for (int i = 0; i < averages.length; i++) {
            boolean narrow = high[i] == low[i] >> 63;
            double unsigned = (low[i] >>> 1) * 2.0 + (low[i] & 1);
            averages[i] = (narrow ? (double) low[i] : high[i] * TWO_TO_64 + unsigned) / counts[i];
        }
        return new DoubleColumn(averages.length, averages, nulls);
    }

    private Column averages(boolean[] nulls) {
        int count = counts.length;
        Accumulator accumulator = arguments.accumulator();
        accumulator.ensure(count);
        List<Column> partials =
                List.of(new Decimal128Column(count, high, low, nulls), new LongColumn(count, counts, null));
        PartialResults.merge(accumulator, own, own, count, partials);
        return accumulator.result(0, count);
    }

    @Override
    public long neededFrom() {
        return frame().nextStart();
    }

    @Override
    public void forgetBeforePage(long page) {
        countsBefore.forgetBefore(page);
        lowBefore.forgetBefore(page);
        highBefore.forgetBefore(page);
    }

    @Override
    public long retainedBytes() {
        return countsBefore.retainedBytes() + lowBefore.retainedBytes() + highBefore.retainedBytes();
    }
}
