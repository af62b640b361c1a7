package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.type.Field;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.PartitionedSpill;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledReader;
import io.blink.runtime.spill.SpilledRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups on disk. While rows come in, all groups in memory are dumped when it runs out, cut by the hash of their key. At the end partition after partition is read back: its first groups
 * fill the memory, the rows of all others go on to the next level of partitions, so that each round finishes some groups whatever their number; a key with a great
 * share of the rows is among the first and never written again. Distinct values that do not fit wait in a file of their own for the next round over the set.
 */
final class AggregateSpill {
    /** Groups written at a time. */
    private static final int BLOCK_ROWS = Batch.TARGET_ROWS;

    private final OperatorContext context;
    private final GroupAggregation aggregation;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final int[] keys;
    private final Deque<Part> parts = new ArrayDeque<>();
    private int[] groups = new int[0];
    private int[] positions = new int[0];
    private long[] hashes = new long[0];

    private Partitions dumped;
    private int dumpedSets = -1;
    private int dumpedRows;

    private Part current;
    private Partitions children;
    private SpilledReader reader;
    private final Deque<Batch> pieces = new ArrayDeque<>();
    private boolean full;
    /** Which distinct values are being read; -1: the groups. */
    private int set;

    private SpilledRows setFile;
    private SpilledRows setOverflow;

    /** One partition: groups, and for each set of distinct values its entries. */
    private record Part(SpilledRows groups, List<SpilledRows> sets, int level) {
        long rows() {
            return groups.rows();
        }
    }

    /** The partitions of one level. */
    private record Partitions(PartitionedSpill groups, List<PartitionedSpill> sets, int level) {
        Part part(int index) {
            return new Part(
                    groups.partition(index),
                    sets.stream().map(spill -> spill.partition(index)).toList(),
                    level);
        }

        void finish() {
            groups.finish();
            sets.forEach(PartitionedSpill::finish);
        }
    }

    AggregateSpill(OperatorContext context, GroupAggregation aggregation, OperatorMemory memory, SpillQueue queue) {
        this.context = context;
        this.aggregation = aggregation;
        this.memory = memory;
        this.queue = queue;
        this.keys = IntStream.range(0, aggregation.keyCount()).toArray();
    }

    private Partitions partitions(int level) {
        List<PartitionedSpill> sets = new ArrayList<>();
        for (DistinctValues values : aggregation.distinctValues()) {
            List<Field> fields = new ArrayList<>(aggregation.spilledFields().subList(0, keys.length));
            values.argumentTypes().forEach(type -> fields.add(new Field("argument" + fields.size(), type)));
            sets.add(new PartitionedSpill(context.spillFiles(), queue, "distinct", fields, level));
        }
        PartitionedSpill rows =
                new PartitionedSpill(context.spillFiles(), queue, "groups", aggregation.spilledFields(), level);
        return new Partitions(rows, sets, level);
    }

    /** Whether something was dumped. */
    boolean used() {
        return dumped != null;
    }

    /** Writes the next groups in memory, or distinct values, to disk; true when all are written and memory is empty. */
    boolean dump() {
        if (dumped == null) {
            dumped = partitions(0);
        }
        while (!queue.full()) {
            int total = dumpedSets < 0
                    ? aggregation.groupCount()
                    : aggregation.distinctValues().get(dumpedSets).size();
            int count = Math.min(BLOCK_ROWS, total - dumpedRows);
            if (count > 0) {
                dumpBlock(count);
            } else if (dumpedSets + 1 < aggregation.distinctValues().size()) {
                dumpedSets++;
                dumpedRows = 0;
            } else {
                dumpedSets = -1;
                dumpedRows = 0;
                aggregation.clear();
                return true;
            }
        }
        return false;
    }

    private void dumpBlock(int count) {
        if (dumpedSets < 0) {
            add(dumped.groups(), aggregation.spilled(dumpedRows, count));
        } else {
            DistinctValues values = aggregation.distinctValues().get(dumpedSets);
            add(dumped.sets().get(dumpedSets), aggregation.spilledDistinct(values, dumpedRows, count));
        }
        dumpedRows += count;
    }

    private void add(PartitionedSpill target, Batch batch) {
        if (hashes.length < batch.rowCount()) {
            hashes = new long[batch.rowCount()];
        }
        ColumnHash.ofKeys(batch, keys, hashes);
        target.add(batch, hashes);
    }

    /** All is dumped: from now on {@link #load} gives it back. */
    void startLoading() {
        push(dumped);
    }

    private void push(Partitions partitions) {
        partitions.finish();
        for (int i = PartitionedSpill.PARTITIONS - 1; i >= 0; i--) {
            Part part = partitions.part(i);
            if (part.rows() > 0) {
                parts.push(part);
            }
        }
    }

    /** Whether no groups are left on disk. */
    boolean exhausted() {
        return current == null && parts.isEmpty();
    }

    /** Reads on; true when the groups in memory are complete and shall be emitted, after which {@link #emitted} is called. */
    boolean load() {
        if (current == null) {
            begin(parts.pop());
        }
        while (!queue.full()) {
            Batch batch = pieces.isEmpty() ? reader.poll() : pieces.pop();
            if (batch == null && !reader.ended()) {
                return false;
            }
            if (batch == null) {
                if (!nextFile()) {
                    return true;
                }
            } else if (set < 0) {
                addGroups(batch);
            } else {
                addValues(batch);
            }
        }
        return false;
    }

    private void begin(Part part) {
        current = part;
        children = null;
        set = -1;
        full = false;
        reader = part.groups().reader();
    }

    /** What waits for the next step of {@link #dump} or {@link #load}. */
    Wait waitsFor() {
        if (queue.full()) {
            return queue.untilDone();
        }
        return reader != null && pieces.isEmpty() ? reader.waitsFor().orOthersTurn() : Wait.OTHERS_TURN;
    }

    private void addGroups(Batch batch) {
        if (full) {
            addToKnownGroups(batch);
            return;
        }
        long wanted = aggregation.bytesToAddSpilled(batch);
        boolean half =
                !aggregation.distinctValues().isEmpty() && memory.usedBytes() + wanted > memory.capacityBytes() / 2;
        if (!(half && aggregation.groupCount() > 0) && memory.tryGrow(wanted)) {
            aggregation.addSpilled(batch);
            memory.set(aggregation.retainedBytes());
        } else if (aggregation.groupCount() > 0) {
            full = true;
            children = partitions(current.level() + 1);
            addToKnownGroups(batch);
        } else {
            memory.halve(batch, wanted, pieces);
        }
    }

    private void addToKnownGroups(Batch batch) {
        Batch known = splitKnown(batch, children.groups());
        if (known.rowCount() > 0) {
            aggregation.mergeSpilled(known, groups);
            memory.require(aggregation.retainedBytes());
        }
    }

    /** Sends rows of unknown keys to {@code unknown}, gives the others and leaves their groups in {@link #groups}. */
    private Batch splitKnown(Batch batch, PartitionedSpill unknown) {
        int rows = batch.rowCount();
        ensureScratch(rows);
        aggregation.findSpilled(batch, groups);
        int missing = 0;
        for (int i = 0; i < rows; i++) {
            positions[missing] = i;
            missing += groups[i] < 0 ? 1 : 0;
        }
        if (missing == 0) {
            return batch;
        }
        add(unknown, batch.take(positions, 0, missing));
        int known = 0;
        for (int i = 0; i < rows; i++) {
            if (groups[i] >= 0) {
                positions[known] = i;
                groups[known++] = groups[i];
            }
        }
        return batch.take(positions, 0, known);
    }

    private void ensureScratch(int rows) {
        if (groups.length < rows) {
            groups = new int[rows];
            positions = new int[rows];
        }
    }

    private void addValues(Batch batch) {
        DistinctValues values = aggregation.distinctValues().get(set);
        Batch known = children == null
                ? withGroups(batch)
                : splitKnown(batch, children.sets().get(set));
        List<Column> arguments =
                known.columns().subList(keys.length, known.columns().size());
        int rows = known.rowCount();
        long wanted = values.bytesToAdd(arguments, rows);
        if (!full && memory.tryGrow(wanted)) {
            values.add(groups, rows, arguments.stream().map(Column::flat).toList());
            memory.set(aggregation.retainedBytes());
        } else if (values.size() == 0) {
            memory.halve(known, wanted, pieces);
        } else {
            full = true;
            int unknown = values.selectUnknown(groups, rows, arguments, positions);
            if (unknown > 0) {
                overflow().append(known.take(positions, 0, unknown));
            }
        }
    }

    private Batch withGroups(Batch batch) {
        ensureScratch(batch.rowCount());
        aggregation.findSpilled(batch, groups);
        return batch;
    }

    private SpilledRows overflow() {
        if (setOverflow == null) {
            setOverflow = new SpilledRows(context.spillFiles(), queue, "distinct-rest", setFile.fields());
        }
        return setOverflow;
    }

    /** Goes on to what else belongs to the groups in memory; false if that is all. */
    private boolean nextFile() {
        if (set >= 0) {
            aggregation.distinctValues().get(set).clear();
            memory.set(aggregation.retainedBytes());
            setFile.delete();
            if (setOverflow != null) {
                setOverflow.finish();
                setFile = setOverflow;
                setOverflow = null;
                full = false;
                reader = setFile.reader();
                return true;
            }
        } else {
            current.groups().delete();
        }
        set++;
        full = false;
        if (set == aggregation.distinctValues().size()) {
            return false;
        }
        setFile = current.sets().get(set);
        reader = setFile.reader();
        return true;
    }

    /** The groups in memory have been emitted. */
    void emitted() {
        aggregation.clear();
        memory.set(aggregation.retainedBytes());
        current = null;
        reader = null;
        if (children != null) {
            push(children);
            children = null;
        }
    }
}
