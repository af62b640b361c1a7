package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.plan.SortKey;
import io.blink.core.type.Field;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledReader;
import io.blink.runtime.spill.SpilledRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Merges sorted runs on disk, a bounded number at a time; while there are more than that, into longer runs. */
final class RunMerging {
    private static final int FAN_IN_MAX = 64;
    /** Batches that a run holds in memory: the one being merged, the one read ahead, and what is put together from it. */
    private static final int BATCHES_PER_RUN = 3;

    private final OperatorContext context;
    private final List<SortKey> keys;
    private final List<Field> fields;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final long rowsWanted;
    private final Deque<SpilledRows> runs = new ArrayDeque<>();
    private final List<SpilledRows> merged = new ArrayList<>();
    private final List<SpilledReader> readers = new ArrayList<>();
    private SortedMerge merge;
    /** Where the merged rows go; {@code null}: out. */
    private SpilledRows target;

    private boolean done;

    /** @param rowsWanted rows of each run that can be among the result */
    RunMerging(
            OperatorContext context,
            List<SortKey> keys,
            List<Field> fields,
            OperatorMemory memory,
            SpillQueue queue,
            long rowsWanted) {
        this.context = context;
        this.keys = keys;
        this.fields = fields;
        this.memory = memory;
        this.queue = queue;
        this.rowsWanted = rowsWanted;
    }

    /** A new run, to be filled in order and finished before {@link #start}. */
    SpilledRows newRun() {
        SpilledRows run = new SpilledRows(context.spillFiles(), queue, "run", fields);
        runs.add(run);
        return run;
    }

    int runs() {
        return runs.size();
    }

    /** All runs are there. */
    void start() {
        int count = Math.min(runs.size(), fanIn());
        boolean last = count == runs.size();
        merged.clear();
        readers.clear();
        for (int i = 0; i < count; i++) {
            SpilledRows run = runs.pop();
            merged.add(run);
            readers.add(run.reader());
        }
        merge = new SortedMerge(keys, fields.stream().map(Field::type).toList(), count);
        target = last ? null : newRun();
    }

    /** As many runs as memory admits, by the mean size of their batches. */
    private int fanIn() {
        long largest = 1;
        for (SpilledRows run : runs) {
            largest = Math.max(largest, run.batchBytesMax());
        }
        int fanIn = 2;
        while (fanIn < Math.min(FAN_IN_MAX, runs.size()) && memory.tryGrow(BATCHES_PER_RUN * largest)) {
            fanIn++;
        }
        return fanIn;
    }

    /** The next rows, or {@code null} if there are none now. */
    Batch next() {
        while (!done && !queue.full()) {
            if (!feed()) {
                return null;
            }
            Batch batch = merge.next();
            if (batch != null && target == null) {
                return batch;
            }
            if (batch != null && target.rows() < rowsWanted) {
                target.append(batch);
            }
            if (merge.finished()) {
                endMerge();
            }
        }
        return null;
    }

    /** Gives batches to the runs that need one; false if some are not read yet. */
    private boolean feed() {
        boolean fed = true;
        for (int i = 0; i < readers.size(); i++) {
            while (merge.needs(i)) {
                Batch batch = readers.get(i).poll();
                if (batch != null) {
                    merge.add(i, batch);
                } else if (readers.get(i).ended()) {
                    merge.end(i);
                } else {
                    fed = false;
                    break;
                }
            }
        }
        return fed;
    }

    private void endMerge() {
        merged.forEach(SpilledRows::delete);
        memory.set(0);
        if (target == null) {
            done = true;
        } else {
            target.finish();
            start();
        }
    }

    boolean done() {
        return done;
    }

    Wait waitsFor() {
        if (queue.full()) {
            return queue.untilDone();
        }
        for (SpilledReader reader : readers) {
            Wait wait = reader.waitsFor();
            if (!wait.isNone()) {
                return wait;
            }
        }
        return Wait.OTHERS_TURN;
    }
}
