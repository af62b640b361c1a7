package io.blink.runtime.operator.over.stream;

/** Puts rows of several partitions in order of time and arrival, by merging, since those of each partition are in order already. */
final class TimeOrder {
    private final DueRows rows;
    private final int[] due;
    private final int[] scratch;

    private TimeOrder(DueRows rows, int[] due) {
        this.rows = rows;
        this.due = due;
        this.scratch = new int[due.length];
    }

    /** Places in {@code due} in that order. */
    static int[] of(DueRows rows, int[] due) {
        int[] places = new int[due.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        new TimeOrder(rows, due).sort(places, 0, places.length);
        return places;
    }

    private void sort(int[] places, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(places, from, middle);
        sort(places, middle, to);
        if (!isBefore(places[middle], places[middle - 1])) {
            return;
        }
        int left = middle - from;
        System.arraycopy(places, from, scratch, 0, left);
        int i = 0;
        int j = middle;
        for (int at = from; i < left; at++) {
            boolean takesRight = j < to && isBefore(places[j], scratch[i]);
            places[at] = takesRight ? places[j++] : scratch[i++];
        }
    }

    private boolean isBefore(int place, int other) {
        int row = due[place];
        int otherRow = due[other];
        long[] times = rows.times();
        return times[row] != times[otherRow]
                ? times[row] < times[otherRow]
                : rows.sequences()[row] < rows.sequences()[otherRow];
    }
}
