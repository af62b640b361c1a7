package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.hash.ColumnHash;
import io.blink.core.type.Field;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.spill.PartitionedSpill;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledRows;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** Both sides of the partitions of one level, cut by the hash of their keys, or of the one partition of a join that cannot be cut. */
final class SpilledSides {
    private static final int LEVELS_MAX = 8;
    private static final double SPLIT_SHARE_MAX = 0.8;

    /** One partition. @param blocks whether it is joined in blocks if need be */
    record Part(SpilledRows build, SpilledRows probe, int level, boolean blocks) {}

    private final JoinLayout layout;
    private final int level;
    private final PartitionedSpill build;
    private final PartitionedSpill probe;
    private final int[] buildKeys;
    private long[] hashScratch = new long[0];

    SpilledSides(OperatorContext context, SpillQueue queue, JoinLayout layout, List<Field> buildFields, int level) {
        this.layout = layout;
        this.level = level;
        build = new PartitionedSpill(context.spillFiles(), queue, "build", buildFields, level);
        probe = new PartitionedSpill(context.spillFiles(), queue, "probe", layout.left(), level);
        buildKeys = IntStream.range(0, layout.keyCount()).toArray();
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

    private long[] hashes(Batch batch, int[] keys) {
        if (hashScratch.length < batch.rowCount()) {
            hashScratch = new long[batch.rowCount()];
        }
        ColumnHash.ofKeys(batch, keys, hashScratch);
        return hashScratch;
    }

    /**
     * Both sides are complete: their partitions come first in {@code parts}.
     *
     * @param rowsBefore build rows of the partition that was cut; one that a cut leaves nearly as large is not cut again
     */
    void push(long rowsBefore, Deque<Part> parts) {
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
