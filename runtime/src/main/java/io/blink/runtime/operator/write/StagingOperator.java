package io.blink.runtime.operator.write;

import io.blink.core.column.Batch;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committer;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.Wait;
import java.util.concurrent.CompletableFuture;

/**
 * Writes the rows of one task through a connector and emits what that prepared, for others to merge. A barrier waits until the files are whole and their descriptions
 * have gone ahead of it, so that nothing of a checkpoint comes behind it and there is no state here; what a failure leaves unmerged is written again.
 */
public final class StagingOperator implements Operator {
    private final WriteOperator rows;
    private final ExecutionMode mode;
    private CompletableFuture<Batch> staged;
    private long lastCheckpointId;
    private boolean ending;
    private boolean ended;

    /** @param rows writes them; nothing else uses it */
    public StagingOperator(OperatorContext context, WriteOperator rows) {
        this.rows = rows;
        this.mode = context.mode();
    }

    @Override
    public boolean needsInput(int input) {
        return staged == null && !ending && rows.needsInput(input);
    }

    @Override
    public void addInput(int input, Batch batch) {
        rows.addInput(input, batch);
    }

    @Override
    public void beforeSnapshot() {
        if (!ending) {
            staged = rows.stage(lastCheckpointId + 1);
        }
    }

    @Override
    public void endInput(int input) {
        ending = true;
        staged = rows.stage(mode == ExecutionMode.BATCH ? Committer.FINAL_BATCH_CHECKPOINT : lastCheckpointId + 1);
    }

    @Override
    public Batch output() {
        rows.output();
        if (staged == null || !staged.isDone()) {
            return null;
        }
        Batch prepared = staged.join();
        staged = null;
        ended = ending;
        return prepared.rowCount() == 0 ? null : prepared;
    }

    @Override
    public boolean finished() {
        return ended;
    }

    @Override
    public Wait waitsFor() {
        return staged == null ? rows.waitsFor() : Wait.until(staged);
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        lastCheckpointId = checkpointId;
        return OperatorSnapshot.EMPTY;
    }

    @Override
    public OperatorStatistics statistics() {
        return rows.statistics();
    }

    @Override
    public void close() {
        rows.close(ended);
    }
}
