package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.stream.ColumnDifference;
import io.blink.runtime.operator.aggregate.stream.ResultChanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Makes the rows of a changelog of what became of sessions: group keys, results, start, end. Those that go are ahead of those that come, so that the sessions of a key never overlap. */
final class SessionChanges {
    private final List<DataType> resultTypes;
    private final boolean emitsUpdateBefore;

    SessionChanges(List<DataType> resultTypes, boolean emitsUpdateBefore) {
        this.resultTypes = resultTypes;
        this.emitsUpdateBefore = emitsUpdateBefore;
    }

    List<Batch> batches(Column[] keys, FiringSessions.Visit visit) {
        List<Batch> batches = new ArrayList<>();
        int[] gone = visit.gone.positions();
        Column[] wentOut =
                visit.before.columns().subList(2, visit.before.columns().size()).toArray(Column[]::new);
        Column[] results = visit.now.results().toArray(Column[]::new);
        byte[] kinds = new byte[gone.length];
        Arrays.fill(kinds, RowKinds.DELETE);
        rows(
                take(keys, FiringSessions.at(visit.keyOfBefore, gone)),
                take(wentOut, gone),
                FiringSessions.times(visit.beforeStarts, gone),
                FiringSessions.times(visit.beforeEnds, gone),
                kinds,
                batches);
        updates(keys, visit, take(wentOut, visit.sameBefore.positions()), results, batches);
        int[] fresh = visit.fresh.positions();
        rows(
                take(keys, FiringSessions.at(visit.keyOfSession, fresh)),
                take(results, fresh),
                FiringSessions.times(visit.now.starts(), fresh),
                FiringSessions.times(visit.now.ends(), fresh),
                null,
                batches);
        return batches;
    }

    private static void rows(
            Column[] keys, Column[] results, Column starts, Column ends, byte[] kinds, List<Batch> batches) {
        List<Column> columns = new ArrayList<>(List.of(keys));
        columns.addAll(List.of(results));
        columns.add(starts);
        columns.add(ends);
        Batch all = new Batch(starts.size(), columns, kinds);
        for (int from = 0; from < all.rowCount(); from += Batch.TARGET_ROWS) {
            batches.add(all.slice(from, Math.min(Batch.TARGET_ROWS, all.rowCount() - from)));
        }
    }

    private void updates(
            Column[] keys, FiringSessions.Visit visit, Column[] before, Column[] results, List<Batch> batches) {
        int[] same = visit.same.positions();
        Column[] after = take(results, same);
        boolean[] different = new boolean[same.length];
        for (int i = 0; i < after.length; i++) {
            ColumnDifference.mark(resultTypes.get(i), before[i], after[i], same.length, different);
        }
        ResultChanges changes = new ResultChanges(same.length, emitsUpdateBefore);
        for (int i = 0; i < same.length; i++) {
            if (different[i]) {
                changes.updated(i);
            }
        }
        Column[] known = Stream.concat(
                        Arrays.stream(take(keys, FiringSessions.at(visit.keyOfSession, same))),
                        Stream.of(
                                FiringSessions.times(visit.now.starts(), same),
                                FiringSessions.times(visit.now.ends(), same)))
                .toArray(Column[]::new);
        for (Batch batch : changes.batches(known, List.of(before), List.of(after))) {
            List<Column> columns = new ArrayList<>(batch.columns().subList(0, keys.length));
            columns.addAll(batch.columns().subList(known.length, batch.columns().size()));
            columns.addAll(batch.columns().subList(keys.length, known.length));
            batches.add(new Batch(batch.rowCount(), columns, batch.rowKinds()));
        }
    }

    static Column[] take(Column[] columns, int[] at) {
        return Arrays.stream(columns)
                .map(column -> column.take(at, 0, at.length))
                .toArray(Column[]::new);
    }
}
