package io.blink.testing.exactlyonce;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/**
 * The query whose result is known: rows 0 to {@code rows - 1} of a {@code datagen} table, row {@code r} at {@code start + r * stepMicros},
 * counted and summed per tumbling window and key.
 *
 * <pre>
 * SELECT window_start, key, COUNT(*), SUM(amount)
 * FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL ...)) GROUP BY window_start, window_end, key
 * </pre>
 */
public record WindowedCount(
        long rows,
        LocalDateTime start,
        long stepMicros,
        long windowMicros,
        long seed,
        String keyColumn,
        long keys,
        String amountColumn,
        long amountMaximum) {
    /** A row of the result without its values. Ordered by window, then key. */
    public record Group(LocalDateTime windowStart, long key) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int byWindow = windowStart.compareTo(other.windowStart);
            return byWindow != 0 ? byWindow : Long.compare(key, other.key);
        }

        @Override
        public String toString() {
            return "window " + windowStart.toString().replace('T', ' ') + ", key " + key;
        }
    }

    /** The values of a row of the result. */
    public record Totals(long count, long sum) {
        Totals plus(Totals other) {
            return new Totals(count + other.count, sum + other.sum);
        }
    }

    public WindowedCount {
        if (rows < 0 || stepMicros < 1 || windowMicros < 1 || keys < 1 || amountMaximum < 0) {
            throw new IllegalArgumentException("A windowed count wants at least one key, a step and a window");
        }
    }

    /** What the result must be. */
    public Map<Group, Totals> expected() {
        GeneratedColumn key = new GeneratedColumn(keyColumn, seed, 0, keys - 1);
        GeneratedColumn amount = new GeneratedColumn(amountColumn, seed, 0, amountMaximum);
        long startMicros = Math.multiplyExact(start.toEpochSecond(ZoneOffset.UTC), 1_000_000L) + start.getNano() / 1000;
        Map<Group, Totals> totals = new TreeMap<>();
        for (long row = 0; row < rows; row++) {
            long at = startMicros + row * stepMicros;
            long windowStart = at - Math.floorMod(at, windowMicros);
            Group group = new Group(dateTime(windowStart), key.value(row));
            totals.merge(group, new Totals(1, amount.value(row)), Totals::plus);
        }
        return totals;
    }

    private static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }
}
