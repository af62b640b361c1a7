package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.plan.JoinType;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The part of a join that is on disk. Both sides are cut by the hash of their keys; then partition after partition is joined in memory. A partition whose build side does not fit is cut
 * again; one that a cut does not make smaller, because one key has nearly all its rows or there is no key, is joined in blocks: as many build rows as fit meet all probe rows, then
 * the next ones, while what is known of each probe row travels with it from file to file.
 */
final class JoinSpill {
    private enum Step {
        /** A partition is taken up. */
        NEXT,
        /** Its build side is read into memory. */
        LOAD,
        /** Its build side did not fit: what is in memory, then the rest of the file, goes to smaller partitions. */
        SPLIT_MEMORY,
        SPLIT_BUILD,
        SPLIT_PROBE,
        /** Its probe side meets what is in memory. */
        PASS,
        /** Build rows without a match are emitted. */
        UNMATCHED,
        DONE
    }

    private final OperatorContext context;
    private final JoinLayout layout;
    private final JoinBuild build;
    private final JoinProbe probe;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final List<Field> buildFields = new ArrayList<>();
    private final ProbePasses passes;
    private final Deque<SpilledSides.Part> parts = new ArrayDeque<>();
    private final Deque<Batch> pieces = new ArrayDeque<>();

    private SpilledSides sides;
    private int dumpedRows;

    private Step step = Step.NEXT;
    private SpilledSides.Part part;
    private SpilledReader buildReader;
    private SpilledReader probeReader;
    private int unmatchedFrom;

    JoinSpill(
            OperatorContext context,
            JoinLayout layout,
            JoinBuild build,
            JoinProbe probe,
            OperatorMemory memory,
            SpillQueue queue) {
        this.context = context;
        this.layout = layout;
        this.build = build;
        this.probe = probe;
        this.memory = memory;
        this.queue = queue;
        passes = new ProbePasses(context, layout, probe, queue);
        for (DataType type : layout.keptTypes()) {
            buildFields.add(new Field("build" + buildFields.size(), type));
        }
        if (layout.tracksBuildMatches()) {
            buildFields.add(new Field("matched", DataType.of(TypeKind.BOOLEAN)));
        }
    }

    /** Whether the build side is on disk. */
    boolean used() {
        return sides != null;
    }

    /** Writes the next build rows in memory to disk; true when all are written and memory is empty. */
    boolean dump() {
        if (sides == null) {
            sides = sides(0);
        }
        return dumpTo(sides);
    }

    private SpilledSides sides(int level) {
        return new SpilledSides(context, queue, layout, buildFields, level);
    }

    private boolean dumpTo(SpilledSides target) {
        while (!queue.full()) {
            int count = Math.min(Batch.TARGET_ROWS, build.rows() - dumpedRows);
            if (count == 0) {
                dumpedRows = 0;
                build.clear();
                memory.set(build.retainedBytes());
                return true;
            }
            target.addBuild(build.spilled(dumpedRows, count));
            dumpedRows += count;
        }
        return false;
    }

    /** Build rows as {@link JoinBuild#add} takes them. */
    void addBuild(Batch kept) {
        build.note(kept.columns().toArray(Column[]::new), kept.rowCount());
        sides.addBuild(withFlags(kept));
    }

    private Batch withFlags(Batch kept) {
        if (!layout.tracksBuildMatches()) {
            return kept;
        }
        List<Column> columns = new ArrayList<>(kept.columns());
        columns.add(new ByteColumn(kept.rowCount(), new byte[kept.rowCount()], null));
        return new Batch(kept.rowCount(), columns);
    }

    void addProbe(Batch batch) {
        sides.addProbe(batch);
    }

    /** Both sides are complete: from now on {@link #next} joins them. */
    void start() {
        sides.push(Long.MAX_VALUE, parts);
    }

    boolean done() {
        return step == Step.DONE;
    }

    /** The next output, or {@code null} if there is none now. */
    Batch next() {
        while (step != Step.DONE && !queue.full()) {
            Step before = step;
            Batch output =
                    switch (step) {
                        case NEXT -> takeUp();
                        case LOAD -> load();
                        case SPLIT_MEMORY -> splitMemory();
                        case SPLIT_BUILD -> splitBuild();
                        case SPLIT_PROBE -> splitProbe();
                        case PASS -> pass();
                        case UNMATCHED -> unmatched();
                        case DONE -> null;
                    };
            if (output != null) {
                return output;
            }
            if (step == before) {
                return null;
            }
        }
        return null;
    }

    Wait waitsFor() {
        if (queue.full()) {
            return queue.untilDone();
        }
        return switch (step) {
            case LOAD, SPLIT_BUILD -> pieces.isEmpty() ? buildReader.waitsFor().orOthersTurn() : Wait.OTHERS_TURN;
            case SPLIT_PROBE -> probeReader.waitsFor().orOthersTurn();
            case PASS -> passes.waitsFor();
            case SPLIT_MEMORY -> queue.untilDone();
            case NEXT, UNMATCHED -> Wait.OTHERS_TURN;
            case DONE -> Wait.NONE;
        };
    }

    private Batch takeUp() {
        if (parts.isEmpty()) {
            step = Step.DONE;
            return null;
        }
        part = parts.pop();
        boolean nothingToMatch = part.build().rows() == 0
                && (layout.type() == JoinType.INNER
                        || layout.type() == JoinType.SEMI
                        || layout.type() == JoinType.RIGHT);
        boolean nothingToProbe = part.probe().rows() == 0 && !layout.tracksBuildMatches();
        if (nothingToMatch || nothingToProbe) {
            part.build().delete();
            part.probe().delete();
            return takeUp();
        }
        buildReader = part.build().reader();
        passes.take(part.probe());
        step = Step.LOAD;
        return null;
    }

    private Batch load() {
        while (step == Step.LOAD) {
            Batch batch = pieces.isEmpty() ? buildReader.poll() : pieces.pop();
            if (batch != null) {
                load(batch);
            } else if (buildReader.ended()) {
                part.build().delete();
                startPass(true);
            } else {
                return null;
            }
        }
        return null;
    }

    private void load(Batch batch) {
        Column[] kept = kept(batch);
        long wanted = build.bytesToAdd(kept, batch.rowCount());
        if (memory.tryGrow(wanted)) {
            build.add(kept, batch.rowCount(), matches(batch));
            memory.set(build.retainedBytes());
        } else if (build.rows() == 0) {
            memory.halve(batch, wanted, pieces);
        } else {
            pieces.push(batch);
            if (part.blocks()) {
                startPass(false);
            } else {
                sides = sides(part.level() + 1);
                step = Step.SPLIT_MEMORY;
            }
        }
    }

    private Column[] kept(Batch batch) {
        return batch.columns().subList(0, layout.keptTypes().size()).toArray(Column[]::new);
    }

    private boolean[] matches(Batch batch) {
        if (!layout.tracksBuildMatches()) {
            return null;
        }
        byte[] flags = ((ByteColumn) batch.column(buildFields.size() - 1).flat()).values();
        boolean[] matches = new boolean[batch.rowCount()];
        for (int i = 0; i < matches.length; i++) {
            matches[i] = flags[i] != 0;
        }
        return matches;
    }

    private Batch splitMemory() {
        if (dumpTo(sides)) {
            step = Step.SPLIT_BUILD;
        }
        return null;
    }

    private Batch splitBuild() {
        while (!queue.full()) {
            Batch batch = pieces.isEmpty() ? buildReader.poll() : pieces.pop();
            if (batch != null) {
                sides.addBuild(batch);
            } else if (buildReader.ended()) {
                part.build().delete();
                probeReader = part.probe().reader();
                step = Step.SPLIT_PROBE;
                return null;
            } else {
                return null;
            }
        }
        return null;
    }

    private Batch splitProbe() {
        while (!queue.full()) {
            Batch batch = probeReader.poll();
            if (batch != null) {
                sides.addProbe(batch);
            } else if (probeReader.ended()) {
                part.probe().delete();
                sides.push(part.build().rows(), parts);
                step = Step.NEXT;
                return null;
            } else {
                return null;
            }
        }
        return null;
    }

    private void startPass(boolean last) {
        build.seal();
        passes.start(last);
        unmatchedFrom = 0;
        step = Step.PASS;
    }

    private Batch pass() {
        Batch output = passes.next();
        if (output == null && passes.ended()) {
            step = Step.UNMATCHED;
        }
        return output;
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
        endBlock();
        return null;
    }

    private void endBlock() {
        build.clear();
        memory.set(build.retainedBytes());
        step = passes.end() ? Step.NEXT : Step.LOAD;
    }
}
