package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.SpillQueue;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hash aggregation. When memory runs out the partial phase emits its groups and starts anew, the others dump them ({@link AggregateSpill}). The partial phase stops grouping when
 * four of five rows of a full table are groups of their own, turns each row into a partial result, and tries again later. Not before the table is full, since keys that come in
 * cycles, as the items of each day, look unique until the first cycle is over.
 */
public final class AggregateOperator implements Operator {
    /** More than this a partial phase need not hold: what it emits twice the final phase merges. */
    private static final long PARTIAL_BYTES_MAX = 32L << 20;

    /** A table that is full with fewer rows, for want of memory, tells nothing. */
    private static final long BYPASS_ROWS_MIN = 50_000;

    private static final double BYPASS_UNIQUE_SHARE = 0.8;
    /** So many rows that were not grouped, and grouping is tried again; each time in vain doubles them. */
    private static final long BYPASSED_ROWS_FIRST = 2_000_000;

    private static final long BYPASSED_ROWS_MAX = 64_000_000;

    private enum State {
        /** Rows come in. */
        COLLECTING,
        /** The partial phase emits its groups, then goes on collecting. */
        FLUSHING,
        /** Groups are being written to disk, then collecting goes on. */
        DUMPING,
        /** Groups come back from disk. */
        LOADING,
        /** Results are emitted. */
        EMITTING,
        DONE
    }

    private final OperatorContext context;
    private final boolean partial;
    private final boolean global;
    private final GroupAggregation aggregation;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final AggregateSpill spill;
    private final Deque<Batch> pending = new ArrayDeque<>();
    private State state = State.COLLECTING;
    private boolean ended;
    private boolean bypassed;
    private long bypassedRowsWanted = BYPASSED_ROWS_FIRST;
    private long rowsSinceFlush;
    private int emittedGroups;

    public AggregateOperator(OperatorSpec.Aggregate spec, OperatorContext context) {
        this.context = context;
        this.partial = spec.phase().emitsPartials();
        this.global = spec.groupKeys().isEmpty();
        this.aggregation = new GroupAggregation(spec, context.inputs().get(0), context.functions());
        this.memory = new OperatorMemory(context);
        this.queue = SpillQueue.of(context);
        this.spill = new AggregateSpill(context, aggregation, memory, queue);
    }

    @Override
    public boolean needsInput(int input) {
        return state == State.COLLECTING && pending.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (batch.rowCount() == 0) {
            return;
        }
        pending.add(batch);
        if (!bypassed) {
            collect();
        }
    }

    private void collect() {
        if (memory.takeRevocation() && state == State.COLLECTING && aggregation.groupCount() > 0) {
            makeRoom();
        }
        while (state == State.COLLECTING && !pending.isEmpty()) {
            collect(pending.pop());
        }
    }

    private void collect(Batch batch) {
        long wanted = aggregation.bytesToAdd(batch);
        boolean enough = partial && aggregation.retainedBytes() + wanted > PARTIAL_BYTES_MAX;
        boolean takes = !(enough && aggregation.groupCount() > 0);
        if (takes && (partial ? memory.tryGrowFree(wanted) : memory.tryGrow(wanted))) {
            aggregation.add(batch);
            rowsSinceFlush += batch.rowCount();
            account();
        } else if (aggregation.groupCount() > 0) {
            pending.push(batch);
            judge();
            makeRoom();
        } else {
            memory.halve(batch, wanted, pending);
        }
    }

    /** Decides at a full table whether the partial phase goes on grouping. */
    private void judge() {
        if (partial && !global && rowsSinceFlush >= BYPASS_ROWS_MIN) {
            bypassed = aggregation.groupCount() > BYPASS_UNIQUE_SHARE * rowsSinceFlush;
            bypassedRowsWanted = bypassed ? bypassedRowsWanted : BYPASSED_ROWS_FIRST;
        }
    }

    private void makeRoom() {
        state = partial ? State.FLUSHING : State.DUMPING;
        memory.setRevocable(0);
    }

    private void account() {
        memory.set(aggregation.retainedBytes());
        memory.setRevocable(memory.usedBytes());
    }

    /** The partial results of rows that are not grouped; there are no groups then. */
    private Batch eachRowAlone(Batch batch) {
        Batch rows = aggregation.eachRowAlone(batch);
        rowsSinceFlush += batch.rowCount();
        if (rowsSinceFlush >= bypassedRowsWanted) {
            bypassed = false;
            bypassedRowsWanted = Math.min(BYPASSED_ROWS_MAX, 2 * bypassedRowsWanted);
            rowsSinceFlush = 0;
        }
        return rows;
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        queue.check();
        while (true) {
            State before = state;
            switch (state) {
                case COLLECTING -> {
                    if (bypassed && !pending.isEmpty()) {
                        return eachRowAlone(pending.pop());
                    }
                    collect();
                    if (state == State.COLLECTING && ended) {
                        endCollecting();
                    }
                }
                case DUMPING -> dump();
                case LOADING -> load();
                case FLUSHING, EMITTING -> {
                    if (emittedGroups < aggregation.groupCount()) {
                        return emit();
                    }
                    endEmitting();
                }
                case DONE -> {
                    return null;
                }
            }
            if (state == before) {
                return null;
            }
        }
    }

    private void endCollecting() {
        if (!spill.used()) {
            if (!partial) {
                aggregation.ensureGlobalGroup();
            }
            memory.setRevocable(0);
            state = State.EMITTING;
        } else if (aggregation.groupCount() > 0) {
            makeRoom();
        } else {
            spill.startLoading();
            state = State.LOADING;
        }
    }

    private void dump() {
        if (spill.dump()) {
            memory.set(aggregation.retainedBytes());
            state = State.COLLECTING;
        }
    }

    private void load() {
        if (spill.exhausted()) {
            state = State.DONE;
            release();
        } else if (spill.load()) {
            state = State.EMITTING;
        }
    }

    private Batch emit() {
        int count = Math.min(Batch.TARGET_ROWS, aggregation.groupCount() - emittedGroups);
        Batch batch = aggregation.output(emittedGroups, count);
        emittedGroups += count;
        return batch;
    }

    private void endEmitting() {
        emittedGroups = 0;
        if (state == State.FLUSHING) {
            aggregation.clear();
            memory.set(aggregation.retainedBytes());
            rowsSinceFlush = 0;
            state = State.COLLECTING;
        } else if (spill.used()) {
            spill.emitted();
            state = State.LOADING;
        } else {
            state = State.DONE;
            release();
        }
    }

    private void release() {
        aggregation.clear();
        memory.setRevocable(0);
        memory.set(0);
        queue.close();
    }

    @Override
    public Wait waitsFor() {
        return state == State.DUMPING || state == State.LOADING ? spill.waitsFor() : Wait.NONE;
    }

    @Override
    public boolean finished() {
        return state == State.DONE;
    }

    @Override
    public OperatorStatistics statistics() {
        return memory.statistics();
    }

    @Override
    public void close() {
        state = State.DONE;
        pending.clear();
        aggregation.clear();
        memory.close();
        queue.close();
    }
}
