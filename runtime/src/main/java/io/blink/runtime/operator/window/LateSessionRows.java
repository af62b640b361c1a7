package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.type.Field;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.aggregate.StoredSessions;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows are late for their session: those whose own time, with the sessions that are open, ends behind the watermark. Keeps the bounds of open sessions.
 *
 * <p>A row counts for those that come after it alone, though a batch has them at once: what is in time here is so for a {@link SessionOperator} that gets the same rows in any batches, since of more
 * rows together no fewer are in time.
 */
final class LateSessionRows {
    private final int[] keyColumns;
    private final long gapMicros;
    private final StoredSessions sessions;
    private final GroupTable keyNumbers;

    LateSessionRows(List<Integer> keys, List<Field> input, long gapMicros, KeyedStateStore store) {
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.gapMicros = gapMicros;
        List<Field> keyFields = keys.stream().map(input::get).toList();
        List<Integer> positions = IntStream.range(0, keyColumns.length).boxed().toList();
        OperatorSpec.Aggregate bounds = new OperatorSpec.Aggregate(AggregatePhase.SINGLE, positions, List.of());
        this.sessions = new StoredSessions(bounds, keyFields, gapMicros, store, FunctionSite.NONE);
        this.keyNumbers = new GroupTable(keyFields.stream().map(Field::type).toList());
    }

    /**
     * Adds rows to the sessions and marks those that are late.
     *
     * @param passedMicros sessions that end at or before it are over
     * @param marks one for each row
     * @return how many are late
     */
    int mark(Batch rows, long[] times, long passedMicros, byte[] marks) {
        List<Column> keys = IntStream.of(keyColumns).mapToObj(rows::column).toList();
        int late = 0;
        for (int from = 0; from < rows.rowCount(); from += Batch.TARGET_ROWS) {
            int count = Math.min(Batch.TARGET_ROWS, rows.rowCount() - from);
            int start = from;
            Batch piece = new Batch(
                    count,
                    keys.stream().map(column -> column.slice(start, count)).toList());
            late += markPiece(piece, Arrays.copyOfRange(times, from, from + count), passedMicros, marks, from);
        }
        return late;
    }

    private int markPiece(Batch keys, long[] times, long passedMicros, byte[] marks, int offset) {
        int[] turns = new int[times.length];
        int count = turns(keys, times, passedMicros, turns);
        if (count == 1) {
            return markTurn(keys, times, passedMicros, marks, offset, null);
        }
        int[] next = new int[count + 1];
        for (int turn : turns) {
            next[turn + 1]++;
        }
        for (int turn = 0; turn < count; turn++) {
            next[turn + 1] += next[turn];
        }
        int[] starts = next.clone();
        int[] order = new int[times.length];
        for (int row = 0; row < times.length; row++) {
            order[next[turns[row]]++] = row;
        }
        int late = 0;
        for (int turn = 0; turn < count; turn++) {
            int[] rows = Arrays.copyOfRange(order, starts[turn], starts[turn + 1]);
            long[] turnTimes = IntStream.of(rows).mapToLong(row -> times[row]).toArray();
            late += markTurn(keys.take(rows, 0, rows.length), turnTimes, passedMicros, marks, offset, rows);
        }
        return late;
    }

    /** Gives rows their turns: those of a key that may be late have one each, in their order, and the others between. Returns how many turns there are. */
    private int turns(Batch keys, long[] times, long passedMicros, int[] turns) {
        if (passedMicros == Long.MIN_VALUE
                || Arrays.stream(times).min().orElse(Long.MAX_VALUE) + gapMicros > passedMicros) {
            return 1;
        }
        int[] keyOfRow = new int[times.length];
        keyNumbers.clear();
        keyNumbers.insert(keys.columns().toArray(Column[]::new), times.length, keyOfRow);
        int[] turnOfKey = new int[keyNumbers.groupCount()];
        boolean[] seen = new boolean[turnOfKey.length];
        boolean[] lastBehind = new boolean[turnOfKey.length];
        int most = 0;
        for (int row = 0; row < times.length; row++) {
            int key = keyOfRow[row];
            boolean behind = times[row] + gapMicros <= passedMicros;
            if (seen[key] && (behind || lastBehind[key])) {
                turnOfKey[key]++;
            }
            seen[key] = true;
            lastBehind[key] = behind;
            turns[row] = turnOfKey[key];
            most = Math.max(most, turnOfKey[key]);
        }
        return most + 1;
    }

    /** @param rows where they stand in the piece; {@code null}: all of it */
    private int markTurn(Batch keys, long[] times, long passedMicros, byte[] marks, int offset, int[] rows) {
        int late = sessions.add(keys, times, passedMicros);
        for (int i = 0; late > 0 && i < times.length; i++) {
            int row = rows == null ? i : rows[i];
            marks[offset + row] = sessions.isLate(i) ? MarkLateOperator.LATE : 0;
        }
        return late;
    }

    /** Forgets sessions that end at or before a moment. */
    void forget(long passedMicros) {
        StoredSessions.Ended ended = sessions.end(passedMicros);
        while (ended != null) {
            ended = sessions.end(passedMicros);
        }
    }
}
