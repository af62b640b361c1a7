package io.blink.runtime.spill;

import io.blink.core.column.Batch;
import io.blink.core.hash.ValueHash;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows on disk, cut into partitions by the hash of their key. Each level of recursion mixes the hash anew, so that rows of one partition of one level spread over all partitions of
 * the next, and so that no level repeats what an exchange did.
 */
public final class PartitionedSpill {
    public static final int PARTITIONS = 16;

    /** Rows of a partition gather up to so many, or so many bytes, before they are written: each write, and later each read, has a price of its own. */
    private static final int GATHERED_ROWS = 2048;

    private static final long GATHERED_BYTES = 128 << 10;

    private final int level;
    private final List<SpilledRows> partitions = new ArrayList<>();
    private final List<Gathering> gatherings = new ArrayList<>();
    private int[] order = new int[0];
    private byte[] targets = new byte[0];

    public PartitionedSpill(SpillFiles files, SpillQueue queue, String purpose, List<Field> fields, int level) {
        this.level = level;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new SpilledRows(files, queue, purpose + "-" + level + "-" + i, fields));
            gatherings.add(new Gathering());
        }
    }

    /** Rows of one partition that are not written yet. */
    private static final class Gathering {
        private List<Batch> parts = new ArrayList<>();
        private int rows;
        private long bytes;

        void add(Batch part) {
            parts.add(part);
            rows += part.rowCount();
            bytes += part.payloadBytes();
        }

        boolean suffices() {
            return rows >= GATHERED_ROWS || bytes >= GATHERED_BYTES;
        }

        void writeTo(SpilledRows target) {
            if (rows > 0) {
                target.append(parts);
                parts = new ArrayList<>();
                rows = 0;
                bytes = 0;
            }
        }
    }

    public SpilledRows partition(int index) {
        return partitions.get(index);
    }

    static int partitionOf(long hash, int level) {
        return (int) (ValueHash.ofLong(hash + level + 1) >>> (Long.SIZE - 4));
    }

    /** Appends each row to the partition of its hash. */
    public void add(Batch batch, long[] hashes) {
        int rows = batch.rowCount();
        if (order.length < rows) {
            order = new int[rows];
            targets = new byte[rows];
        }
        int[] ends = new int[PARTITIONS + 1];
        for (int i = 0; i < rows; i++) {
            int target = partitionOf(hashes[i], level);
            targets[i] = (byte) target;
            ends[target + 1]++;
        }
        for (int p = 0; p < PARTITIONS; p++) {
            ends[p + 1] += ends[p];
        }
        int[] next = ends.clone();
        for (int i = 0; i < rows; i++) {
            order[next[targets[i]]++] = i;
        }
        for (int p = 0; p < PARTITIONS; p++) {
            int count = ends[p + 1] - ends[p];
            if (count > 0) {
                Gathering gathering = gatherings.get(p);
                gathering.add(batch.take(order, ends[p], count));
                if (gathering.suffices()) {
                    gathering.writeTo(partitions.get(p));
                }
            }
        }
    }

    /** No more rows; before that partitions lack some. */
    public void finish() {
        for (int p = 0; p < PARTITIONS; p++) {
            gatherings.get(p).writeTo(partitions.get(p));
        }
        partitions.forEach(SpilledRows::finish);
    }
}
