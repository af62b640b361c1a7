package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.runtime.operator.KeyFilterSource;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.PendingKeyFilter;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.SpillQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Hash joins and nested-loop joins of all types. The build side (input 1) is read into memory, then the probe side (input 0) goes by. When memory runs out, or a neighbour
 * needs it, the build side moves to disk, and the probe side follows it there.
 */
public final class JoinOperator implements Operator, KeyFilterSource {
    private static final int BUILD = 1;
    /** Filters are made while the pool has that many times the memory of one. */
    private static final int FREE_FACTOR = 4;

    private enum State {
        /** The build side comes in. */
        BUILDING,
        /** The build side in memory is being written to disk; then building or spilling of the probe side goes on. */
        DUMPING,
        /** The probe side meets the build side in memory. */
        PROBING,
        /** The probe side goes to disk. */
        SPILLING_PROBE,
        /** Both sides are joined from disk. */
        JOINING_PARTS,
        /** Build rows without a match are emitted. */
        UNMATCHED,
        DONE
    }

    private final OperatorContext context;
    private final JoinLayout layout;
    private final int[] keptRight;
    private final JoinBuild build;
    private final JoinProbe probe;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final JoinSpill spill;
    private final Deque<Batch> pendingBuild = new ArrayDeque<>();
    /** What scans of the task wait for, and its memory. */
    private final List<PendingKeyFilter> keyFilters = new ArrayList<>();

    private final MemoryReservation keyFilterMemory;
    private State state = State.BUILDING;
    private boolean buildEnded;
    private boolean probeEnded;
    private int unmatchedFrom;

    private JoinOperator(JoinLayout layout, OperatorContext context) {
        this.context = context;
        this.layout = layout;
        keptRight = layout.keptRight();
        build = new JoinBuild(layout);
        probe = new JoinProbe(layout, build, context.evaluation());
        memory = new OperatorMemory(context);
        queue = SpillQueue.of(context);
        spill = new JoinSpill(context, layout, build, probe, memory, queue);
        keyFilterMemory = context.memory().open(context.owner() + ", filters of scans");
    }

    /** Decided when the build side is in memory, or is not going to be. */
    @Override
    public void decides(PendingKeyFilter pending) {
        keyFilters.add(pending);
    }

    public static JoinOperator of(OperatorSpec.HashJoin join, OperatorContext context) {
        return new JoinOperator(JoinLayout.of(join, context.inputs()), context);
    }

    public static JoinOperator of(OperatorSpec.NestedLoopJoin join, OperatorContext context) {
        return new JoinOperator(JoinLayout.of(join, context.inputs()), context);
    }

    @Override
    public boolean needsInput(int input) {
        if (input == BUILD) {
            return state == State.BUILDING && pendingBuild.isEmpty() && !buildEnded && !queue.full();
        }
        return switch (state) {
            case PROBING -> probe.done() && !probeEnded;
            case SPILLING_PROBE -> !probeEnded && !queue.full();
            default -> false;
        };
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (batch.rowCount() == 0) {
            return;
        }
        if (input == BUILD) {
            pendingBuild.add(batch.select(keptRight));
            collect();
        } else if (state == State.SPILLING_PROBE) {
            spill.addProbe(batch);
        } else {
            probe.start(batch);
        }
    }

    private void collect() {
        if (memory.takeRevocation() && state == State.BUILDING && build.rows() > 0) {
            startDumping();
        }
        while (state == State.BUILDING && !pendingBuild.isEmpty()) {
            collect(pendingBuild.pop());
        }
    }

    private void collect(Batch batch) {
        if (spill.used()) {
            spill.addBuild(batch);
            return;
        }
        Column[] kept = batch.columns().toArray(Column[]::new);
        long wanted = build.bytesToAdd(kept, batch.rowCount());
        if (memory.tryGrow(wanted)) {
            build.add(kept, batch.rowCount(), null);
            memory.set(build.retainedBytes());
            memory.setRevocable(memory.usedBytes());
        } else if (build.rows() > 0) {
            pendingBuild.push(batch);
            startDumping();
        } else {
            memory.halve(batch, wanted, pendingBuild);
        }
    }

    private void startDumping() {
        keyFilters.forEach(pending -> pending.decide(null));
        memory.setRevocable(0);
        state = State.DUMPING;
    }

    @Override
    public void endInput(int input) {
        if (input == BUILD) {
            buildEnded = true;
        } else {
            probeEnded = true;
        }
    }

    @Override
    public Batch output() {
        queue.check();
        while (true) {
            State before = state;
            Batch output = step();
            if (output != null || state == before) {
                return output;
            }
        }
    }

    private Batch step() {
        return switch (state) {
            case BUILDING -> {
                collect();
                if (state == State.BUILDING && buildEnded) {
                    endBuilding();
                }
                yield null;
            }
            case DUMPING -> {
                if (spill.dump()) {
                    state = buildEnded && pendingBuild.isEmpty() ? State.SPILLING_PROBE : State.BUILDING;
                }
                yield null;
            }
            case PROBING -> probe();
            case SPILLING_PROBE -> {
                if (probeEnded && !queue.full()) {
                    spill.start();
                    state = State.JOINING_PARTS;
                }
                yield null;
            }
            case JOINING_PARTS -> {
                Batch output = spill.next();
                if (spill.done()) {
                    release();
                }
                yield output;
            }
            case UNMATCHED -> unmatched();
            case DONE -> null;
        };
    }

    private void endBuilding() {
        if (spill.used()) {
            state = State.SPILLING_PROBE;
        } else {
            build.seal();
            keyFilters.forEach(this::decide);
            state = State.PROBING;
        }
    }

    private void decide(PendingKeyFilter pending) {
        // Nobody shall spill for a filter.
        boolean plenty = context.memory().freeBytes() >= FREE_FACTOR * BuildKeys.FILTER_BYTES_MAX;
        if (!plenty || !keyFilterMemory.tryGrow(BuildKeys.FILTER_BYTES_MAX)) {
            pending.decide(null);
            return;
        }
        KeyFilter filter =
                build.keyFilter(pending.place().key(), pending.place().column());
        keyFilterMemory.shrink(BuildKeys.FILTER_BYTES_MAX - (filter == null ? 0 : filter.retainedBytes()));
        pending.decide(filter);
    }

    private Batch probe() {
        if (!probe.done()) {
            Batch output = probe.next();
            if (output != null || !probe.done()) {
                return output;
            }
        }
        if (probeEnded) {
            state = State.UNMATCHED;
        } else if (memory.takeRevocation() && build.rows() > 0) {
            startDumping();
        }
        return null;
    }

    private Batch unmatched() {
        if (layout.tracksBuildMatches() && unmatchedFrom < build.rows()) {
            int[] rows = new int[Batch.TARGET_ROWS];
            int[] count = new int[1];
            unmatchedFrom = build.selectUnmatched(unmatchedFrom, rows.length, rows, count);
            if (count[0] > 0) {
                return probe.unmatched(Arrays.copyOf(rows, count[0]), count[0]);
            }
        }
        release();
        return null;
    }

    private void release() {
        state = State.DONE;
        build.clear();
        memory.setRevocable(0);
        memory.set(0);
        queue.close();
    }

    @Override
    public Wait waitsFor() {
        return switch (state) {
            case DUMPING -> queue.untilDone();
            case BUILDING -> queue.full() ? queue.untilDone() : Wait.NONE;
            case SPILLING_PROBE -> probeEnded || queue.full() ? queue.untilDone() : Wait.NONE;
            case PROBING -> probe.done() ? Wait.NONE : Wait.OTHERS_TURN;
            case JOINING_PARTS -> spill.waitsFor();
            case UNMATCHED, DONE -> Wait.NONE;
        };
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
        pendingBuild.clear();
        build.clear();
        memory.close();
        keyFilterMemory.close();
        queue.close();
    }
}
