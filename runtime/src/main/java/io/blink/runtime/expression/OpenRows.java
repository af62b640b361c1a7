package io.blink.runtime.expression;

/** Rows of which conditions take some, one after the other; the next one sees those that are left. */
final class OpenRows {
    private final Rows all;
    private int[] positions;
    private int count;

    OpenRows(Rows all) {
        this.all = all;
        this.count = all.count();
    }

    int count() {
        return count;
    }

    /** Positions among all rows of those that are open; {@code null}: all are. */
    int[] positions() {
        return positions;
    }

    Rows rows() {
        return positions == null ? all : all.subset(positions, count);
    }

    /** Room for the positions that a condition takes, and one more. */
    int[] room() {
        return new int[count + 1];
    }

    /** Takes rows out. @param taken positions among the open rows, ascending, of which this makes positions among all; from {@link #room} */
    void take(int[] taken, int takenCount) {
        if (takenCount == 0) {
            return;
        }
        taken[takenCount] = -1;
        int[] rest = new int[count - takenCount + 1];
        int next = 0;
        int left = 0;
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            rest[left] = position;
            int found = taken[next] == i ? 1 : 0;
            taken[next] = found == 1 ? position : taken[next];
            next += found;
            left += 1 - found;
        }
        positions = rest;
        count = left;
    }
}
