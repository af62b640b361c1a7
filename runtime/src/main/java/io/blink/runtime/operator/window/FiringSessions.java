package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.aggregate.StoredSessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Sessions, and what readers have of them: table {@code emitted} has for each key, by start, the end and the results that went out. What went out lies in one of the sessions that are there, since these
 * only grow. Keys are called when a session ends, when it closes, and before what went out of a session that has grown is behind the reader's watermark, who could not take it back then.
 */
final class FiringSessions {
    private static final DataType TIME = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final long NEVER = Long.MAX_VALUE;

    private final boolean isEarly;
    private final long latenessMicros;
    private final int[] keyPositions;
    private final StoredSessions sessions;
    private final SortedMapTable emitted;
    private final SessionChanges changes;

    FiringSessions(
            OperatorSpec.FiringWindowAggregate spec, List<Field> input, KeyedStateStore store, FunctionSite functions) {
        this.isEarly = spec.firing().isEarly();
        this.latenessMicros = TimeUnit.MILLISECONDS.toMicros(spec.firing().allowedLatenessMillis());
        this.keyPositions = IntStream.range(0, spec.groupKeys().size()).toArray();
        this.sessions = new StoredSessions(
                new OperatorSpec.Aggregate(AggregatePhase.SINGLE, spec.groupKeys(), spec.calls()),
                input,
                spec.window().sizeMicros(),
                store,
                functions);
        List<DataType> keyTypes =
                spec.groupKeys().stream().map(key -> input.get(key).type()).toList();
        List<DataType> resultTypes = spec.calls().stream()
                .map(call -> call.type().withNullable(true))
                .toList();
        List<DataType> values = new ArrayList<>(List.of(TIME));
        values.addAll(resultTypes);
        this.emitted = store.sortedMapTable(new TableSchema("emitted", keyTypes, List.of(TIME), values), 0);
        this.changes = new SessionChanges(resultTypes, spec.emitsUpdateBefore());
    }

    /** As {@link StoredSessions#add}. */
    int add(Batch rows, long[] times, long closedMicros) {
        return sessions.add(rows, times, closedMicros);
    }

    /** As {@link StoredSessions#isLate}. */
    boolean isLate(int row) {
        return sessions.isLate(row);
    }

    /** Whether keys are to be visited. */
    boolean isCalledBy(long micros) {
        return sessions.isCalledBy(micros);
    }

    /** Takes out the next keys to be visited, of which there are some. */
    Batch called(long micros) {
        return sessions.called(micros);
    }

    /**
     * Emits what has changed in the sessions of some keys that have ended, and forgets those that are closed.
     *
     * @param keys each once
     * @param evenOpen whether sessions that have not ended are emitted too
     * @return what goes comes first
     */
    List<Batch> visit(Batch keys, long watermark, long closedMicros, boolean evenOpen) {
        Column[] keyColumns = keys.columns().toArray(Column[]::new);
        int count = keys.rowCount();
        SortedMapTable.Entries out = emitted.readEach(
                keyColumns, count, SortedMapTable.Range.ALL, SortedMapTable.Direction.ASCENDING, Integer.MAX_VALUE);
        Visit visit = new Visit(sessions.find(keyColumns, count), out, watermark, closedMicros, evenOpen);
        long[] calls = new long[count];
        for (int key = 0; key < count; key++) {
            calls[key] = visit.key(key);
        }
        List<Batch> batches = changes.batches(keyColumns, visit);
        write(keyColumns, visit);
        int[] called =
                IntStream.range(0, count).filter(key -> calls[key] != NEVER).toArray();
        sessions.call(
                SessionChanges.take(keyColumns, called),
                IntStream.of(called).mapToLong(key -> calls[key]).toArray(),
                called.length);
        return batches;
    }

    /** What becomes of sessions and of what went out of them, by their numbers in what was found. */
    final class Visit {
        final StoredSessions.Found now;
        final Batch before;
        final long[] beforeStarts;
        final long[] beforeEnds;
        final int[] keyOfSession;
        final int[] keyOfBefore;
        final Picked gone;
        final Picked sameBefore;
        final Picked same;
        final Picked fresh;
        private final Picked closed;
        private final int[] beforeOfKey;
        private final long watermark;
        private final long closedMicros;
        private final boolean evenOpen;

        private Visit(
                StoredSessions.Found now,
                SortedMapTable.Entries out,
                long watermark,
                long closedMicros,
                boolean evenOpen) {
            this.now = now;
            this.before = out.entries();
            this.beforeStarts = longs(before.column(0));
            this.beforeEnds = longs(before.column(1));
            this.beforeOfKey = out.ends();
            this.watermark = watermark;
            this.closedMicros = closedMicros;
            this.evenOpen = evenOpen;
            int count = now.ofKey()[now.ofKey().length - 1];
            this.keyOfSession = new int[count];
            this.keyOfBefore = new int[before.rowCount()];
            this.gone = new Picked(before.rowCount());
            this.sameBefore = new Picked(before.rowCount());
            this.same = new Picked(before.rowCount());
            this.fresh = new Picked(count);
            this.closed = new Picked(count);
        }

        /** Returns when the key is to be called again. */
        private long key(int key) {
            int piece = key == 0 ? 0 : beforeOfKey[key - 1];
            Arrays.fill(keyOfBefore, piece, beforeOfKey[key], key);
            long call = NEVER;
            for (int session = key == 0 ? 0 : now.ofKey()[key - 1]; session < now.ofKey()[key]; session++) {
                keyOfSession[session] = key;
                int from = piece;
                while (piece < beforeOfKey[key] && beforeStarts[piece] <= now.ends()[session]) {
                    piece++;
                }
                call = Math.min(call, session(session, from, piece));
            }
            return call;
        }

        /** @param from what went out of it */
        private long session(int session, int from, int to) {
            long end = now.ends()[session];
            boolean over = isBy(end, watermark);
            if (over || isEarly && (evenOpen || anyPassed(session, from, to))) {
                emit(session, from, to);
                if (isBy(end, closedMicros)) {
                    closed.add(session);
                    return NEVER;
                }
                return over ? end + latenessMicros : end;
            }
            long call = end;
            for (int piece = from; piece < to; piece++) {
                if (isBy(beforeEnds[piece], closedMicros)) {
                    gone.add(piece);
                } else {
                    call = Math.min(call, beforeEnds[piece] + latenessMicros);
                }
            }
            return call;
        }

        private void emit(int session, int from, int to) {
            boolean known = false;
            for (int piece = from; piece < to; piece++) {
                if (isSame(session, piece)) {
                    known = true;
                    sameBefore.add(piece);
                    same.add(session);
                } else {
                    gone.add(piece);
                }
            }
            if (!known) {
                fresh.add(session);
            }
        }

        private boolean anyPassed(int session, int from, int to) {
            for (int piece = from; piece < to; piece++) {
                if (!isSame(session, piece) && isBy(beforeEnds[piece], closedMicros)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isSame(int session, int piece) {
            return beforeStarts[piece] == now.starts()[session] && beforeEnds[piece] == now.ends()[session];
        }
    }

    private static boolean isBy(long end, long micros) {
        return micros != Long.MIN_VALUE && end <= micros;
    }

    private void write(Column[] keys, Visit visit) {
        remove(keys, visit.keyOfBefore, visit.beforeStarts, visit.gone.positions());
        int[] written = IntStream.concat(IntStream.of(visit.same.positions()), IntStream.of(visit.fresh.positions()))
                .toArray();
        if (written.length > 0) {
            Column[] ofKeys = SessionChanges.take(keys, at(visit.keyOfSession, written));
            long[] hashes = new long[written.length];
            ColumnHash.ofKeys(new Batch(written.length, List.of(ofKeys)), keyPositions, hashes);
            List<Column> values = new ArrayList<>(List.of(times(visit.now.ends(), written)));
            values.addAll(List.of(SessionChanges.take(visit.now.results().toArray(Column[]::new), written)));
            emitted.put(
                    ofKeys,
                    hashes,
                    written.length,
                    new Column[] {times(visit.now.starts(), written)},
                    values.toArray(Column[]::new));
        }
        int[] closed = visit.closed.positions();
        remove(keys, visit.keyOfSession, visit.now.starts(), closed);
        long[] starts =
                IntStream.of(closed).mapToLong(i -> visit.now.starts()[i]).toArray();
        sessions.remove(SessionChanges.take(keys, at(visit.keyOfSession, closed)), starts, closed.length);
    }

    private void remove(Column[] keys, int[] keyOf, long[] starts, int[] removed) {
        if (removed.length > 0) {
            emitted.remove(
                    SessionChanges.take(keys, at(keyOf, removed)), removed.length, new Column[] {times(starts, removed)
                    });
        }
    }

    static int[] at(int[] values, int[] positions) {
        return IntStream.of(positions).map(i -> values[i]).toArray();
    }

    static LongColumn times(long[] values, int[] positions) {
        return new LongColumn(
                positions.length,
                IntStream.of(positions).mapToLong(i -> values[i]).toArray(),
                null);
    }

    private static long[] longs(Column column) {
        return ((LongColumn) column.flat()).values();
    }
}
