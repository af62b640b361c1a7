package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.operator.aggregate.Values;
import io.blink.runtime.operator.over.page.Page;

/** How many values come before each place in a page, and their sum in 128 bits. */
public final class PageTotals {
    private final Page page;
    private final int[] counts;
    private final long[] low;
    private final long[] high;

    /** @param summed whether there are sums */
    private PageTotals(Page page, boolean summed) {
        this.page = page;
        counts = new int[page.rows() + 1];
        low = summed ? new long[page.rows() + 1] : null;
        high = summed ? new long[page.rows() + 1] : null;
    }

    /** @param own scratch: the numbers from 0 to at least the rows of the page */
    public static PageTotals of(Page page, Batch batch, AggregateArguments arguments, boolean summed, int[] own) {
        PageTotals totals = new PageTotals(page, summed);
        arguments.select(batch, false, own);
        int[] rows = arguments.groups();
        int taken = arguments.count();
        if (summed) {
            totals.sum(rows, taken, arguments.arguments().get(0));
        } else {
            for (int i = 0; i < taken; i++) {
                totals.counts[rows[i] + 1] = 1;
            }
        }
        for (int i = 0; i < page.rows(); i++) {
            totals.counts[i + 1] += totals.counts[i];
        }
        return totals;
    }

    private void sum(int[] rows, int taken, Column argument) {
        long[] values = Values.longs(argument);
        int next = 0;
        for (int i = 0; i < page.rows(); i++) {
            low[i + 1] = low[i];
            high[i + 1] = high[i];
            if (next < taken && rows[next] == i) {
                long value = values[next++];
                long sum = low[i] + value;
                low[i + 1] = sum;
                high[i + 1] += (value >> 63) + (Long.compareUnsigned(sum, value) < 0 ? 1 : 0);
                counts[i + 1] = 1;
            }
        }
    }

    public Page page() {
        return page;
    }

    public int count(int place) {
        return counts[place];
    }

    public long low(int place) {
        return low == null ? 0 : low[place];
    }

    public long high(int place) {
        return high == null ? 0 : high[place];
    }
}
