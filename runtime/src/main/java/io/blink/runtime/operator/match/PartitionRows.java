package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of one partition from the first that is still needed on, in order, and what tests said of them. Rows come behind the others; however few come at a time, each is copied no more than a
 * logarithm of their number of times.
 */
final class PartitionRows {
    private final List<Batch> pieces = new ArrayList<>();
    private final int timeColumn;
    private final BitSet[] passes;
    private int count;
    private int testedRows;
    private long[] times = new long[0];

    /** @param timeColumn with the times of {@link #time}; -1: nobody asks for them */
    PartitionRows(int variables, int timeColumn) {
        this.timeColumn = timeColumn;
        passes = new BitSet[variables];
        Arrays.setAll(passes, variable -> new BitSet());
    }

    int count() {
        return count;
    }

    void add(Batch rows) {
        if (rows.rowCount() == 0) {
            return;
        }
        if (timeColumn >= 0) {
            addTimes(((LongColumn) rows.column(timeColumn).flat()).values(), rows.rowCount());
        }
        count += rows.rowCount();
        pieces.add(rows);
        int last = pieces.size() - 1;
        while (last > 0
                && pieces.get(last - 1).rowCount() <= 2 * pieces.get(last).rowCount()) {
            pieces.set(last - 1, ColumnConcatenation.ofBatches(List.copyOf(pieces.subList(last - 1, last + 1))));
            pieces.remove(last--);
        }
    }

    private void addTimes(long[] added, int rows) {
        if (times.length < count + rows) {
            times = Arrays.copyOf(times, Math.max(2 * count, count + rows));
        }
        System.arraycopy(added, 0, times, count, rows);
    }

    long time(int row) {
        return times[row];
    }

    /** The last row; there is one. */
    Batch last() {
        Batch piece = pieces.get(pieces.size() - 1);
        return piece.slice(piece.rowCount() - 1, 1);
    }

    /** The first row; there is one. */
    Batch first() {
        return pieces.get(0).slice(0, 1);
    }

    /** All rows. */
    Batch whole() {
        if (pieces.size() > 1) {
            Batch all = ColumnConcatenation.ofBatches(pieces);
            pieces.clear();
            pieces.add(all);
        }
        return pieces.get(0);
    }

    /** The rows from one on, which is there. */
    Batch from(int row) {
        List<Batch> tail = new ArrayList<>();
        int begin = 0;
        for (Batch piece : pieces) {
            int skipped = Math.max(0, row - begin);
            if (skipped < piece.rowCount()) {
                tail.add(piece.slice(skipped, piece.rowCount() - skipped));
            }
            begin += piece.rowCount();
        }
        return ColumnConcatenation.ofBatches(tail);
    }

    /** The value of one row, which is there, as a column. */
    Column value(int column, int row) {
        int piece = pieces.size() - 1;
        int begin = count - pieces.get(piece).rowCount();
        while (row < begin) {
            begin -= pieces.get(--piece).rowCount();
        }
        return pieces.get(piece).column(column).slice(row - begin, 1);
    }

    /** Takes the first rows away; returns them. */
    List<Batch> drop(int rows) {
        List<Batch> dropped = new ArrayList<>();
        int left = rows;
        while (left > 0) {
            Batch piece = pieces.get(0);
            if (piece.rowCount() <= left) {
                dropped.add(pieces.remove(0));
                left -= piece.rowCount();
            } else {
                dropped.add(piece.slice(0, left));
                pieces.set(0, piece.slice(left, piece.rowCount() - left));
                left = 0;
            }
        }
        if (rows > 0) {
            for (int v = 0; v < passes.length; v++) {
                passes[v] = passes[v].get(rows, Math.max(rows, passes[v].length()));
            }
            if (timeColumn >= 0) {
                System.arraycopy(times, rows, times, 0, count - rows);
            }
        }
        count -= rows;
        testedRows = Math.max(0, testedRows - rows);
        return dropped;
    }

    /** Rows, from the first on, of which tests said all that they will ever say. */
    int testedRows() {
        return testedRows;
    }

    void setTestedRows(int rows) {
        testedRows = rows;
    }

    /** The rows that may stand for a variable whose definition is near. */
    BitSet passes(int variable) {
        return passes[variable];
    }

    long bytes() {
        long bytes = (long) times.length * Long.BYTES;
        for (Batch piece : pieces) {
            bytes += piece.payloadBytes();
        }
        for (BitSet passed : passes) {
            bytes += passed.size() / Byte.SIZE;
        }
        return bytes;
    }
}
