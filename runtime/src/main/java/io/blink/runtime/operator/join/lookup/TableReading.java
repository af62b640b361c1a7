package io.blink.runtime.operator.join.lookup;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.memory.MemoryPool;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.type.Field;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Reads all rows of a bounded table into memory. On I/O threads; blocks. */
final class TableReading {
    private static final int SPLITS_AT_ONCE = 64;

    private final Connector connector;
    private final OperatorSpec.LookupJoin join;
    private final ZoneId zone;
    private final MemoryPool memory;

    TableReading(Connector connector, OperatorSpec.LookupJoin join, ZoneId zone, MemoryPool memory) {
        this.connector = connector;
        this.join = join;
        this.zone = zone;
        this.memory = memory;
    }

    /** A table and its memory. A task that still looks rows up in a copy that was given back finishes its batch with it. */
    record Copy(LookupTable table, MemoryReservation memory) {
        void release() {
            memory.close();
        }
    }

    Copy read(long nowNanos) {
        MemoryReservation reservation =
                memory.open("the copy of a table of connector '" + join.table().connector() + "'");
        try {
            List<Batch> batches = new ArrayList<>();
            try (SplitSource splits = connector.splits(join.table())) {
                while (!splits.finished()) {
                    for (Split split : splits.next(SPLITS_AT_ONCE)) {
                        read(split, batches, reservation);
                    }
                }
            }
            long bytes = reservation.bytes();
            // For as long as the batches become one, both are there.
            reservation.grow(bytes);
            Batch rows = batches.isEmpty() ? empty() : ColumnConcatenation.ofBatches(batches);
            batches.clear();
            Batch flat = new Batch(
                    rows.rowCount(), rows.columns().stream().map(Column::flat).toList());
            reservation.grow(LookupTable.indexBytes(flat.rowCount()));
            int[] keys = join.tableKeys().stream().mapToInt(Integer::intValue).toArray();
            LookupTable table = new LookupTable(flat, keys, nowNanos);
            reservation.shrink(bytes);
            return new Copy(table, reservation);
        } catch (BlinkException e) {
            long held = reservation.bytes();
            reservation.close();
            throw e.code() == CoreErrorCode.OUT_OF_MEMORY_BUDGET ? tooLarge(held, e) : e;
        } catch (RuntimeException | Error e) {
            reservation.close();
            throw e;
        }
    }

    /** What slots have does not help: the pool is a share of the worker's heap beside it. */
    private BlinkException tooLarge(long heldBytes, BlinkException cause) {
        List<String> columns = join.tableFields().stream().map(Field::name).toList();
        return new BlinkException(
                CoreErrorCode.OUT_OF_MEMORY_BUDGET,
                "The copy of a table of connector '" + join.table().connector() + "' with the columns " + columns
                        + ", in which rows are looked up, took " + (heldBytes >> 10) + " KB of the "
                        + (memory.capacityBytes() >> 10)
                        + " KB that a worker has for such copies, and that was not all of it. Raise"
                        + " 'taskmanager.memory.process.size', read fewer of its columns or partitions,"
                        + " keep the table where rows are found by key (connector 'jdbc' without 'lookup.cache' = 'FULL'),"
                        + " or join without FOR SYSTEM_TIME AS OF, which keeps rows in state.",
                cause);
    }

    private void read(Split split, List<Batch> batches, MemoryReservation reservation) {
        try (SplitReader reader = connector.reader(join.table(), ReaderContext.plain(split, null, zone))) {
            while (!reader.finished()) {
                Batch batch = reader.next(Batch.TARGET_ROWS);
                if (batch != null) {
                    reservation.grow(batch.retainedBytes());
                    batches.add(batch);
                } else if (!reader.finished()) {
                    LockSupport.parkNanos(reader.readyAtNanos() - System.nanoTime());
                }
            }
        }
    }

    private Batch empty() {
        List<Column> columns = new ArrayList<>();
        for (Field field : join.tableFields()) {
            columns.add(ColumnBuilder.of(field.type(), 0).build());
        }
        return new Batch(0, columns);
    }
}
