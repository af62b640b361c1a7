package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ParallelismOptions;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import java.util.List;

/** Brings rows to the tasks that write a table, in as many as its {@code sink.parallelism} says. Changes of a row stay in order: they come to one task. */
final class SinkParallelism {
    private final CatalogTable table;
    /** 0: as many as make the rows. */
    private final int tasks;
    /** Of the rest of the job; 0: the scheduler says. */
    private final int others;

    SinkParallelism(CatalogTable table, int others) {
        this.table = table;
        this.tasks = new Configuration(table.options())
                .optional(ParallelismOptions.SINK_PARALLELISM)
                .orElse(0);
        this.others = others;
    }

    /**
     * The rows where they are written.
     *
     * @param partitionBy columns by which the writers want them dealt out; empty: no matter
     * @param primaryKey of the table, columns of the rows; may be empty
     */
    PhysicalNode distributed(PhysicalNode rows, List<Integer> partitionBy, List<Integer> primaryKey) {
        if (!isOwn(rows)) {
            return partitionBy.isEmpty() ? rows : Exchanges.grouped(rows, partitionBy);
        }
        if (tasks == 1) {
            return Exchanges.gathered(rows);
        }
        if (!partitionBy.isEmpty()) {
            return Exchanges.dealtOut(rows, partitionBy);
        }
        if (rows.changes().insertOnly()) {
            return Exchanges.dealtOut(rows);
        }
        return Exchanges.dealtOut(
                rows, primaryKey.isEmpty() ? rows.changes().smallestKey().orElseThrow(this::withoutKey) : primaryKey);
    }

    /** A writer of rows that were distributed. */
    Operation of(Operation writer) {
        return tasks == 0 || tasks == others ? writer : writer.withParallelism(tasks);
    }

    /** Whether the rows lie in other tasks than those that write. */
    private boolean isOwn(PhysicalNode rows) {
        return tasks > 0 && (tasks != others || rows.distribution().isSingle());
    }

    private BlinkException withoutKey() {
        return PlanErrors.unsupported(
                "'" + ParallelismOptions.SINK_PARALLELISM.key() + "' = '" + tasks + "' of table "
                        + table.path()
                        + ": rows of the query change after they came, and neither a PRIMARY KEY of the table"
                        + " nor a key of the query says which changes must stay in order. Declare PRIMARY KEY (…) NOT ENFORCED, set the option to 1 or leave it out");
    }
}
