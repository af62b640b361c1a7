package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.operator.over.page.Page;
import java.util.Arrays;
import java.util.List;

/** The arguments that an aggregate takes from one page: those of some of its rows. */
public final class PageArguments {
    private final Page page;
    /** How many arguments come before each place of the page. */
    private final int[] before;

    private final List<Column> columns;

    /** @param own scratch, see {@link #own} */
    public PageArguments(Page page, Batch batch, AggregateArguments taken, boolean takesNulls, int[] own) {
        this.page = page;
        taken.select(batch, takesNulls, own);
        columns = List.copyOf(taken.arguments());
        before = new int[page.rows() + 1];
        int[] places = taken.groups();
        for (int i = 0; i < taken.count(); i++) {
            before[places[i] + 1] = 1;
        }
        for (int i = 0; i < page.rows(); i++) {
            before[i + 1] += before[i];
        }
    }

    /** The numbers from 0 up: {@code numbers} if that has enough. */
    public static int[] own(int[] numbers, int count) {
        if (numbers.length >= count) {
            return numbers;
        }
        int[] grown = Arrays.copyOf(numbers, count);
        for (int i = numbers.length; i < count; i++) {
            grown[i] = i;
        }
        return grown;
    }

    public Page page() {
        return page;
    }

    /** How many arguments come before a place, which may be the one behind the last. */
    public int before(int place) {
        return before[place];
    }

    public int count() {
        return before[before.length - 1];
    }

    public long retainedBytes() {
        return (long) before.length * Integer.BYTES
                + columns.stream().mapToLong(Column::retainedBytes).sum();
    }

    /** Flat, of the rows that are taken. */
    public List<Column> columns() {
        return columns;
    }
}
