package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.SortedMapTable;
import java.util.Arrays;

/** Makes rows with the bounds of their sessions of entries by key and time: order columns time and contents, then how often the row is there. */
final class SessionPieces {
    private static final long MILLISECOND = 1000;

    private final long gapMicros;
    private final int width;
    private final int[] keyPlaces;
    private final int[] contentPlaces;
    private final int timePlace;

    /**
     * @param width columns of the rows
     * @param contents those that are neither key nor time
     */
    SessionPieces(OperatorSpec.WindowAssign spec, int width, int[] contents, long gapMicros) {
        this.gapMicros = gapMicros;
        this.width = width;
        this.keyPlaces =
                spec.partitionKeys().stream().mapToInt(Integer::intValue).toArray();
        this.contentPlaces = contents;
        this.timePlace = spec.timeColumn();
    }

    /** The rows of whole sessions: their columns, start, end and time of the session. */
    Batch of(Column[] keys, SortedMapTable.Entries entries) {
        int count = entries.entries().rowCount();
        long[] times = ((LongColumn) entries.entries().column(0).flat()).values();
        long[] often =
                ((LongColumn) entries.entries().column(1 + contentPlaces.length).flat()).values();
        int rows = Math.toIntExact(Arrays.stream(often, 0, count).sum());
        int[] entryOf = new int[rows];
        int[] keyOf = new int[rows];
        long[] starts = new long[rows];
        long[] ends = new long[rows];
        int next = 0;
        for (int key = 0; key < entries.ends().length; key++) {
            int to = entries.ends()[key];
            int entry = key == 0 ? 0 : entries.ends()[key - 1];
            while (entry < to) {
                int behind = entry + 1;
                while (behind < to && times[behind] - times[behind - 1] <= gapMicros) {
                    behind++;
                }
                int first = next;
                for (int each = entry; each < behind; each++) {
                    Arrays.fill(entryOf, next, next + (int) often[each], each);
                    next += (int) often[each];
                }
                Arrays.fill(keyOf, first, next, key);
                Arrays.fill(starts, first, next, times[entry]);
                Arrays.fill(ends, first, next, times[behind - 1] + gapMicros);
                entry = behind;
            }
        }
        return new Batch(rows, Arrays.asList(columns(keys, entries.entries(), keyOf, entryOf, starts, ends)));
    }

    private Column[] columns(Column[] keys, Batch entries, int[] keyOf, int[] entryOf, long[] starts, long[] ends) {
        int rows = starts.length;
        Column[] columns = new Column[width + 3];
        for (int k = 0; k < keyPlaces.length; k++) {
            columns[keyPlaces[k]] = keys[k].take(keyOf, 0, rows);
        }
        columns[timePlace] = entries.column(0).take(entryOf, 0, rows);
        for (int c = 0; c < contentPlaces.length; c++) {
            columns[contentPlaces[c]] = entries.column(1 + c).take(entryOf, 0, rows);
        }
        columns[width] = new LongColumn(rows, starts, null);
        columns[width + 1] = new LongColumn(rows, ends, null);
        columns[width + 2] = new LongColumn(
                rows, Arrays.stream(ends).map(end -> end - MILLISECOND).toArray(), null);
        return columns;
    }
}
