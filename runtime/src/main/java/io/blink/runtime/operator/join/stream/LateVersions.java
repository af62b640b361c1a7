package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.SortedMapTable;
import java.util.Arrays;

/**
 * Versions that come behind the watermark of a join whose left rows may be taken back. What held before the watermark has been joined and is found again when it is taken back, so it stays: a late version begins at
 * the watermark, unless a later one holds there.
 */
final class LateVersions {
    private final SortedMapTable versions;
    private final int timeColumn;

    /**
     * Over the versions in state.
     *
     * @param versions by key and the time from which they hold
     * @param timeColumn where an entry has the time that its row says
     */
    LateVersions(SortedMapTable versions, int timeColumn) {
        this.versions = versions;
        this.timeColumn = timeColumn;
    }

    /**
     * The rows that become versions, late ones first and by time: of those that begin together the last one counts.
     *
     * @return {@code null}: all as they are, since none is late
     */
    int[] select(Column[] keys, long[] times, int count, long watermark) {
        int[] late = late(times, count, watermark);
        if (late.length == 0) {
            return null;
        }
        boolean[] holds = hold(keys, times, late, watermark);
        int[] selected = new int[count];
        int next = 0;
        for (int i = 0; i < late.length; i++) {
            selected[next] = late[i];
            next += holds[i] ? 1 : 0;
        }
        for (int row = 0; row < count; row++) {
            if (times[row] >= watermark) {
                selected[next++] = row;
            }
        }
        return Arrays.copyOf(selected, next);
    }

    /** Rows behind the watermark by time; of equal ones in the order in which they came. */
    private static int[] late(long[] times, int count, long watermark) {
        long[] sorted = Arrays.stream(times, 0, count)
                .filter(time -> time < watermark)
                .sorted()
                .toArray();
        int[] rows = new int[sorted.length];
        int[] taken = new int[sorted.length];
        for (int row = 0; row < count; row++) {
            if (times[row] < watermark) {
                int place = firstOf(sorted, times[row]);
                rows[place + taken[place]++] = row;
            }
        }
        return rows;
    }

    private static int firstOf(long[] sorted, long time) {
        int from = 0;
        int to = sorted.length - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < time) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Whether no version that says a later time holds at the watermark. */
    private boolean[] hold(Column[] keys, long[] times, int[] late, long watermark) {
        long[] behind = new long[late.length];
        Arrays.fill(behind, watermark + 1);
        SortedMapTable.Range until =
                new SortedMapTable.Range(null, new Column[] {new LongColumn(late.length, behind, null)});
        SortedMapTable.Entries last = versions.readEach(
                Take.of(keys, late, late.length), late.length, until, SortedMapTable.Direction.DESCENDING, 1);
        LongColumn said = (LongColumn) last.entries().column(timeColumn).flat();
        boolean[] holds = new boolean[late.length];
        for (int i = 0; i < late.length; i++) {
            int at = i == 0 ? 0 : last.ends()[i - 1];
            holds[i] = at == last.ends()[i] || said.values()[at] <= times[late[i]];
        }
        return holds;
    }
}
