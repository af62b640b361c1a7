package io.blink.runtime.operator.rank;

import io.blink.core.column.Column;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.Arrays;
import java.util.List;

/**
 * The first rows of the partitions that had rows lately, beside the table that has them all. Whatever is here is in the table too once a batch is done, so that between batches partitions are forgotten
 * at no cost: when there are too many rows, those that were not touched since that happened last.
 */
final class PartitionCache {
    private static final int READ_ROWS_MAX = 1 << 12;
    private static final int REFERENCE_BYTES = 4;

    private final OperatorSpec.StreamRank spec;
    private final RankTable table;
    private final CachedRows rows;
    private final List<DataType> keyTypes;
    private final int chunkRows;
    private GroupTable slots;
    private RankedPartition[] partitions = new RankedPartition[16];
    private int evictedAtBatch = -1;
    private long listBytes;

    PartitionCache(OperatorSpec.StreamRank spec, List<DataType> types, RankTable table, CachedRows rows) {
        this.spec = spec;
        this.table = table;
        this.rows = rows;
        keyTypes = spec.partitionKeys().stream().map(types::get).toList();
        long wanted = spec.retracting() ? 2 * Math.min(READ_ROWS_MAX, spec.to()) + 8 : spec.to();
        chunkRows = (int) Math.min(READ_ROWS_MAX, wanted);
        slots = GroupTable.ofGroups(keyTypes);
    }

    /** Gives each row the slot of its partition; slots are valid until {@link #evict}. */
    void find(Column[] keys, int count, int[] slotOfRow) {
        slots.insert(keys, count, slotOfRow);
        if (partitions.length < slots.groupCount()) {
            partitions = Arrays.copyOf(partitions, Math.max(slots.groupCount(), 2 * partitions.length));
        }
    }

    /** Reads the partitions of these rows that are not here, in one call. */
    void load(Column[] keys, int count, int[] slotOfRow) {
        int[] firstRows = new int[count];
        int missing = 0;
        for (int i = 0; i < count; i++) {
            if (partitions[slotOfRow[i]] == null) {
                partitions[slotOfRow[i]] = new RankedPartition(rows);
                firstRows[missing++] = i;
            }
        }
        if (missing == 0) {
            return;
        }
        RankTable.Read read = table.readFirst(taken(keys, firstRows, missing), missing, chunkRows);
        int next = append(read);
        int from = 0;
        for (int i = 0; i < missing; i++) {
            RankedPartition partition = partitions[slotOfRow[firstRows[i]]];
            int found = read.ends()[i] - from;
            for (int r = 0; r < found; r++) {
                partition.append(next++);
            }
            partition.setComplete(found < chunkRows);
            refill(partition, keys, firstRows[i]);
            account(partition);
            from = read.ends()[i];
        }
    }

    private static Column[] taken(Column[] columns, int[] positions, int count) {
        Column[] taken = new Column[columns.length];
        for (int c = 0; c < taken.length; c++) {
            taken[c] = columns[c].take(positions, 0, count);
        }
        return taken;
    }

    /** The partition in a slot, which was loaded. */
    RankedPartition get(int slot, int batch) {
        RankedPartition partition = partitions[slot];
        partition.use(batch);
        return partition;
    }

    /** Reads on behind the rows of a partition until its ranks are known; the table has all of its rows. */
    void refill(RankedPartition partition, Column[] keys, int row) {
        while (!partition.isComplete() && !isDecided(partition)) {
            int last = partition.count() - 1;
            Column order = last < 0 ? null : rows.gatherPlaces(new int[] {partition.row(last)}, 1)[0];
            long sequence = last < 0 ? 0 : rows.sequence(partition.row(last));
            RankTable.Read read = table.readBehind(keys, row, order, sequence, chunkRows);
            int first = append(read);
            for (int i = 0; i < read.rows(); i++) {
                partition.append(first + i);
            }
            partition.setComplete(read.rows() < chunkRows);
        }
        if (!spec.retracting()) {
            partition.setComplete(true);
        }
    }

    private boolean isDecided(RankedPartition partition) {
        return spec.function() == WindowFunction.ROW_NUMBER
                ? partition.count() >= spec.to()
                : partition.within(spec.function(), spec.to()) < partition.count();
    }

    /** Adds rows to those that have numbers; returns the first one's. */
    int append(RankTable.Read read) {
        int first = rows.size();
        rows.append(read.columns(), read.places()[0], read.places()[1], null, read.rows());
        return first;
    }

    /** Of an input that takes rows back, forgets what is far behind the ranks. */
    void trim(RankedPartition partition) {
        int within = partition.within(spec.function(), spec.to());
        if (partition.count() > 2L * (within + chunkRows)) {
            partition.cut(within + chunkRows);
            partition.setComplete(false);
        }
    }

    /** Forgets rows that are in no partition and partitions that had none since this was called last, or all if the others alone have many rows. Between batches. */
    void evict(int batch, long rowsMax) {
        int[] kept = new int[slots.groupCount()];
        int count = 0;
        long keptRows = 0;
        for (int slot = 0; slot < slots.groupCount(); slot++) {
            RankedPartition partition = partitions[slot];
            if (partition != null && partition.usedAtBatch() > evictedAtBatch) {
                kept[count++] = slot;
                keptRows += partition.count();
            }
        }
        evictedAtBatch = batch;
        if (keptRows > rowsMax / 2) {
            clear();
        } else {
            retain(Arrays.copyOf(kept, count), (int) keptRows);
        }
    }

    /** Forgets everything. Between batches. */
    void clear() {
        retain(new int[0], 0);
    }

    private void retain(int[] keptSlots, int keptRows) {
        int[] numbers = new int[keptRows];
        RankedPartition[] kept = new RankedPartition[Math.max(16, keptSlots.length)];
        int next = 0;
        for (int i = 0; i < keptSlots.length; i++) {
            RankedPartition partition = partitions[keptSlots[i]];
            System.arraycopy(partition.current(), 0, numbers, next, partition.count());
            partition.renumber(next);
            next += partition.count();
            kept[i] = partition;
        }
        rows.retain(numbers, next);
        GroupTable renumbered = GroupTable.ofGroups(keyTypes);
        if (keptSlots.length > 0) {
            List<Column> keys = slots.gatherKeys(keptSlots, 0, keptSlots.length);
            renumbered.insert(keys.toArray(Column[]::new), keptSlots.length, new int[keptSlots.length]);
        }
        slots = renumbered;
        partitions = kept;
        listBytes = 0;
        for (int i = 0; i < keptSlots.length; i++) {
            listBytes += kept[i].retainedBytes();
        }
    }

    long bytesToFind(Column[] keys, int count) {
        return slots.bytesToInsert(keys, count);
    }

    /** Counts what a partition takes now. */
    void account(RankedPartition partition) {
        listBytes += partition.growth();
    }

    long retainedBytes() {
        return rows.retainedBytes() + slots.retainedBytes() + listBytes + (long) REFERENCE_BYTES * partitions.length;
    }
}
