package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.JoinType;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.PartitionedSpill;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledReader;
import io.blink.runtime.spill.SpilledRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a join that is on disk. Both sides are cut by the hash of their keys; then partition after partition is joined in memory. A partition whose build side does not fit is cut
 * again; one that a cut does not make smaller, because one key has nearly all its rows or there is no key, is joined in blocks: as many build rows as fit meet all probe rows, then
 * the next ones, while what is known of each probe row travels with it from file to file.
 */
final class JoinSpill {
    private static final int LEVELS_MAX = 8;
    private static final double SPLIT_SHARE_MAX = 0.8;

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

    /** One partition. @param blocks whether it is joined in blocks if need be */
    private record Part(SpilledRows build, SpilledRows probe, int level, boolean blocks) {}

    /** Both sides of the partitions of one level, or of the one partition of a join that cannot be cut. */
    private final class Sides {
        private final PartitionedSpill build;
        private final PartitionedSpill probe;
        private final int level;

        Sides(int level) {
            this.level = level;
            build = new PartitionedSpill(context.spillFiles(), queue, "build", buildFields, level);
            probe = new PartitionedSpill(context.spillFiles(), queue, "probe", probeFields, level);
        }

        void addBuild(Batch batch) {
            if (layout.partitionable()) {
                build.add(batch, hashes(batch, buildKeys));
            } else {
                build.partition(0).append(batch);
            }
        }

        void addProbe(Batch batch) {
            if (layout.partitionable()) {
                probe.add(batch, hashes(batch, layout.leftKeys()));
            } else {
                probe.partition(0).append(batch);
            }
        }

        void push(long rowsBefore) {
            build.finish();
            probe.finish();
            for (int i = PartitionedSpill.PARTITIONS - 1; i >= 0; i--) {
                SpilledRows rows = build.partition(i);
                boolean blocks =
                        !layout.partitionable() || level >= LEVELS_MAX || rows.rows() > SPLIT_SHARE_MAX * rowsBefore;
                parts.push(new Part(rows, probe.partition(i), level, blocks));
            }
        }
    }

    private final OperatorContext context;
    private final JoinLayout layout;
    private final JoinBuild build;
    private final JoinProbe probe;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final int[] buildKeys;
    private final List<Field> buildFields = new ArrayList<>();
    private final List<Field> probeFields;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Deque<Batch> pieces = new ArrayDeque<>();
    private long[] hashScratch = new long[0];

    private Sides sides;
    private int dumpedRows;

    private Step step = Step.NEXT;
    private Part part;
    private SpilledReader buildReader;
    private SpilledReader probeReader;
    private SpilledRows probeFile;
    private SpilledRows nextProbeFile;
    private boolean flagged;
    private boolean lastBlock;
    private Batch probed;
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
        buildKeys = IntStream.range(0, layout.keyCount()).toArray();
        for (DataType type : layout.keptTypes()) {
            buildFields.add(new Field("build" + buildFields.size(), type));
        }
        if (layout.tracksBuildMatches()) {
            buildFields.add(new Field("matched", DataType.of(TypeKind.BOOLEAN)));
        }
        probeFields = layout.left();
    }

    private long[] hashes(Batch batch, int[] keys) {
        if (hashScratch.length < batch.rowCount()) {
            hashScratch = new long[batch.rowCount()];
        }
        ColumnHash.ofKeys(batch, keys, hashScratch);
        return hashScratch;
    }

    /** Whether the build side is on disk. */
    boolean used() {
        return sides != null;
    }

    /** Writes the next build rows in memory to disk; true when all are written and memory is empty. */
    boolean dump() {
        if (sides == null) {
            sides = new Sides(0);
        }
        return dumpTo(sides);
    }

    private boolean dumpTo(Sides target) {
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
        sides.push(Long.MAX_VALUE);
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
            case PASS -> probe.done() ? probeReader.waitsFor().orOthersTurn() : Wait.OTHERS_TURN;
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
        probeFile = part.probe();
        flagged = false;
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
                sides = new Sides(part.level() + 1);
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
                probeReader = probeFile.reader();
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
                probeFile.delete();
                sides.push(part.build().rows());
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
        lastBlock = last;
        probeReader = probeFile.reader();
        if (!last && carriesFlags()) {
            List<Field> fields = new ArrayList<>(probeFields);
            fields.add(new Field("flags", DataType.of(TypeKind.TINYINT)));
            nextProbeFile = new SpilledRows(context.spillFiles(), queue, "probe-again", fields);
        }
        unmatchedFrom = 0;
        step = Step.PASS;
    }

    /** Whether what one block knows of a probe row matters to the next. */
    private boolean carriesFlags() {
        return layout.type() != JoinType.INNER && layout.type() != JoinType.RIGHT;
    }

    private Batch pass() {
        while (!queue.full()) {
            if (!probe.done()) {
                Batch output = probe.next();
                if (output != null || !probe.done()) {
                    return output;
                }
            }
            keepFlags();
            Batch batch = probeReader.poll();
            if (batch != null) {
                startProbe(batch);
            } else if (probeReader.ended()) {
                step = Step.UNMATCHED;
                return null;
            } else {
                return null;
            }
        }
        return null;
    }

    private void startProbe(Batch batch) {
        byte[] flags = null;
        probed = batch;
        if (flagged) {
            int width = probeFields.size();
            flags = ((ByteColumn) batch.column(width).flat()).values();
            probed = new Batch(batch.rowCount(), batch.columns().subList(0, width));
        }
        probe.start(probed, flags, lastBlock);
    }

    private void keepFlags() {
        if (probed != null && nextProbeFile != null) {
            List<Column> columns = new ArrayList<>(probed.columns());
            columns.add(new ByteColumn(probed.rowCount(), probe.flags(), null));
            nextProbeFile.append(new Batch(probed.rowCount(), columns));
        }
        probed = null;
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
        if (lastBlock) {
            probeFile.delete();
            step = Step.NEXT;
            return;
        }
        if (nextProbeFile != null) {
            probeFile.delete();
            nextProbeFile.finish();
            probeFile = nextProbeFile;
            nextProbeFile = null;
            flagged = true;
        }
        step = Step.LOAD;
    }
}
