package io.blink.runtime.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.memory.MemoryPool;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionedSpillTest {
    private static final List<Field> FIELDS = List.of(new Field("k", DataType.of(TypeKind.BIGINT)));
    private static final int ROWS = 100;
    private static final int BATCHES = 400;

    @TempDir
    Path directory;

    @Test
    void smallBatchesAreWrittenAndReadAsLargeOnes() {
        try (LocalSpillFiles files = new LocalSpillFiles(List.of(directory), "task")) {
            SpillQueue queue = new SpillQueue(Runnable::run, new MemoryPool("pool", 1 << 20).open("test"));
            PartitionedSpill spill = new PartitionedSpill(files, queue, "rows", FIELDS, 0);
            long[] hashes = new long[ROWS];
            for (int b = 0; b < BATCHES; b++) {
                Batch batch = batch(b * ROWS);
                ColumnHash.ofKeys(batch, new int[] {0}, hashes);
                spill.add(batch, hashes);
            }
            spill.finish();
            boolean[] seen = new boolean[ROWS * BATCHES];
            int batches = 0;
            for (int p = 0; p < PartitionedSpill.PARTITIONS; p++) {
                batches += spill.partition(p).batches();
                assertThat(read(spill.partition(p), seen))
                        .isEqualTo(spill.partition(p).rows());
            }
            assertThat(seen).doesNotContain(false);
            assertThat(batches).isLessThan(PartitionedSpill.PARTITIONS * 3);
        }
    }

    private static long read(SpilledRows rows, boolean[] seen) {
        SpilledReader reader = rows.reader();
        long count = 0;
        while (!reader.ended()) {
            Batch batch = reader.poll();
            for (int i = 0; batch != null && i < batch.rowCount(); i++) {
                int key = (int) ((LongColumn) batch.column(0).flat()).get(i);
                assertThat(seen[key]).isFalse();
                seen[key] = true;
                count++;
            }
        }
        return count;
    }

    private static Batch batch(int from) {
        long[] keys = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            keys[i] = from + i;
        }
        return new Batch(List.of(new LongColumn(ROWS, keys, null)));
    }
}
