package io.blink.runtime.operator.rank;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What a batch changed among the ranks of partitions, as rows of a changelog. */
final class RankChanges {
    private final OperatorSpec.StreamRank spec;
    private final CachedRows cached;
    private final Deque<Batch> target;
    private int[] rows = new int[64];
    private byte[] kinds = new byte[64];
    private long[] ranks = new long[64];
    private int count;
    private boolean insertsOnly = true;
    private long[] ranksBefore = new long[16];
    private long[] ranksNow = new long[16];

    /** @param target of the batches */
    RankChanges(OperatorSpec.StreamRank spec, CachedRows cached, Deque<Batch> target) {
        this.spec = spec;
        this.cached = cached;
        this.target = target;
    }

    /** Adds what became of a partition. @param within how many of its rows have a rank now */
    void add(RankedPartition partition, int within) {
        int[] before = partition.before();
        int[] now = partition.current();
        if (spec.function() == WindowFunction.ROW_NUMBER) {
            if (spec.updatesRanks() || spec.from() == spec.to()) {
                updates(before, now, within);
                return;
            }
            ranksBefore = numbered(ranksBefore, before.length);
            ranksNow = numbered(ranksNow, within);
        } else {
            ranksBefore = ranked(partition, before, before.length, ranksBefore);
            ranksNow = ranked(partition, now, within, ranksNow);
        }
        comings(before, before.length, ranksBefore, now, within, ranksNow, RowKinds.DELETE);
        comings(now, within, ranksNow, before, before.length, ranksBefore, RowKinds.INSERT);
    }

    private void updates(int[] before, int[] now, int within) {
        int last = Math.max(before.length, within);
        for (int i = (int) Math.min(last, spec.from() - 1); i < last; i++) {
            if (i >= within) {
                add(before[i], RowKinds.DELETE, i + 1);
            } else if (i >= before.length) {
                add(now[i], RowKinds.INSERT, i + 1);
            } else if (cached.sequence(before[i]) != cached.sequence(now[i])) {
                if (spec.emitsUpdateBefore()) {
                    add(before[i], RowKinds.UPDATE_BEFORE, i + 1);
                }
                add(now[i], RowKinds.UPDATE_AFTER, i + 1);
            }
            flushFull();
        }
    }

    private static long[] numbered(long[] scratch, int count) {
        long[] numbers = scratch.length < count ? new long[2 * count] : scratch;
        for (int i = 0; i < count; i++) {
            numbers[i] = i + 1;
        }
        return numbers;
    }

    private long[] ranked(RankedPartition partition, int[] ofRows, int count, long[] scratch) {
        long[] found = scratch.length < count ? new long[2 * count] : scratch;
        long rank = 0;
        for (int i = 0; i < count; i++) {
            rank = partition.nextRank(spec.function(), ofRows, i, rank);
            found[i] = rank;
        }
        return found;
    }

    /** Adds the rows of one list whose rank goes out and that are not in the other with the same rank, or, without a column for it, with one that goes out. */
    private void comings(
            int[] list, int length, long[] listRanks, int[] other, int otherLength, long[] otherRanks, byte kind) {
        int o = 0;
        for (int i = 0; i < length; i++) {
            while (o < otherLength && cached.compare(other[o], list[i]) < 0) {
                o++;
            }
            boolean inBoth = o < otherLength && cached.sequence(other[o]) == cached.sequence(list[i]);
            boolean same = inBoth && (spec.rankColumn() ? otherRanks[o] == listRanks[i] : otherRanks[o] >= spec.from());
            if (listRanks[i] >= spec.from() && !same) {
                add(list[i], kind, listRanks[i]);
                flushFull();
            }
        }
    }

    private void add(int row, byte kind, long rank) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
            kinds = Arrays.copyOf(kinds, 2 * count);
            ranks = Arrays.copyOf(ranks, 2 * count);
        }
        rows[count] = row;
        kinds[count] = kind;
        ranks[count++] = rank;
        insertsOnly &= kind == RowKinds.INSERT;
    }

    private void flushFull() {
        if (count >= Batch.TARGET_ROWS) {
            flush();
        }
    }

    /** Puts what was added into the target. */
    void flush() {
        if (count == 0) {
            return;
        }
        List<Column> columns = cached.gather(rows, count);
        if (spec.rankColumn()) {
            columns.add(new LongColumn(count, Arrays.copyOf(ranks, count), null));
        }
        target.add(new Batch(count, columns, insertsOnly ? null : Arrays.copyOf(kinds, count)));
        count = 0;
        insertsOnly = true;
    }
}
