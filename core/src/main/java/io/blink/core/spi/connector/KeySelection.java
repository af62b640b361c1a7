package io.blink.core.spi.connector;

import io.blink.core.column.Column;

/** Applies one key filter to the rows of a split for as long as it leaves some out. One thread at a time. */
public final class KeySelection {
    /** Rows after which it is known whether the filter leaves anything out. */
    private static final long TRIAL_ROWS = 1 << 15;

    private final KeyFilter filter;
    private int strictness;
    private long rowsSeen;
    private long rowsPassed;

    public KeySelection(KeyFilter filter) {
        this.filter = filter;
    }

    public KeyFilter filter() {
        return filter;
    }

    /** Whether so few rows have been left out that it is not worth going on. */
    public boolean passesMost() {
        return rowsSeen >= TRIAL_ROWS && rowsPassed > rowsSeen - (rowsSeen >> 4);
    }

    /** As {@link KeyFilter#select}. */
    public int select(Column values, int[] positions, int count) {
        if (filter.strictness() != strictness) {
            strictness = filter.strictness();
            rowsSeen = 0;
            rowsPassed = 0;
        }
        if (strictness == 0) {
            return count;
        }
        int passed = filter.select(values, positions, count);
        rowsSeen += count;
        rowsPassed += passed;
        return passed;
    }
}
