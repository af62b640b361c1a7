package io.blink.runtime.operator.write;

import io.blink.core.column.Batch;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.PreparedRows;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.runtime.control.CommittableMessage;
import io.blink.runtime.operator.CheckpointListener;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of one task through a connector. Batches wait in a bounded queue for an I/O thread; a barrier puts the preparation behind them in the same queue, and
 * later rows behind that, so that nothing stops. What was prepared for a checkpoint is told with its acknowledgement, together with what was prepared earlier and is
 * not known to be committed; what follows the last checkpoint is prepared at the end of input and told with FINISHED.
 */
public final class WriteOperator implements Operator, CheckpointListener {
    private static final Logger LOG = LoggerFactory.getLogger(WriteOperator.class);
    private static final long QUEUED_BYTES_MAX = 8L << 20;

    private final Connector connector;
    private final ConnectorHandle sink;
    private final OperatorContext context;
    private final OrderedCalls calls;
    private final TreeMap<Long, CompletableFuture<List<CommittableMessage>>> uncommitted = new TreeMap<>();
    private final ReservedWriterMemory memory;
    private TableWriter writer;
    private long queuedBytes;
    private CompletableFuture<Void> room = new CompletableFuture<>();
    private Throwable failure;
    private long lastCheckpointId;
    private long watermarkMicros = Long.MIN_VALUE;
    private CompletableFuture<List<CommittableMessage>> finalPreparation;

    public WriteOperator(OperatorContext context, Connector connector, ConnectorHandle sink) {
        this.context = context;
        this.connector = connector;
        this.sink = sink;
        this.memory = new ReservedWriterMemory(context.memory(), context.owner());
        this.calls = new OrderedCalls(context.ioExecutor());
        calls.call(this::open).whenComplete((nothing, error) -> written(0, error));
    }

    private Void open() {
        writer = connector.writer(
                sink,
                new WriterContext(
                        context.jobId(),
                        context.node().id(),
                        context.subtask(),
                        context.term(),
                        context.attempt(),
                        context.inputs().get(0),
                        context.timeZone(),
                        memory));
        return null;
    }

    @Override
    public synchronized boolean needsInput(int input) {
        throwFailure();
        return queuedBytes < QUEUED_BYTES_MAX && finalPreparation == null;
    }

    private void throwFailure() {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    @Override
    public void addInput(int input, Batch batch) {
        long bytes = batch.payloadBytes();
        synchronized (this) {
            queuedBytes += bytes;
        }
        calls.call(() -> {
                    writer.write(batch);
                    return null;
                })
                .whenComplete((nothing, error) -> written(bytes, error));
    }

    private void written(long bytes, Throwable error) {
        CompletableFuture<Void> event;
        synchronized (this) {
            queuedBytes -= bytes;
            failure = failure == null ? error : failure;
            event = room;
            room = new CompletableFuture<>();
        }
        event.complete(null);
    }

    @Override
    public void endInput(int input) {
        long checkpointId =
                context.mode() == ExecutionMode.BATCH ? Committer.FINAL_BATCH_CHECKPOINT : lastCheckpointId + 1;
        watermarkMicros = Long.MAX_VALUE;
        finalPreparation = prepare(checkpointId);
    }

    @Override
    public void watermark(long micros) {
        watermarkMicros = micros;
    }

    private CompletableFuture<List<CommittableMessage>> prepare(long checkpointId) {
        long reached = watermarkMicros;
        CompletableFuture<List<CommittableMessage>> prepared =
                calls.call(() -> messages(writer.prepare(checkpointId, reached)));
        prepared.whenComplete((committables, error) -> written(0, error));
        return prepared;
    }

    /** What was written so far, as rows for those who merge it; nothing of it is told with checkpoints. */
    CompletableFuture<Batch> stage(long checkpointId) {
        CompletableFuture<Batch> staged =
                calls.call(() -> PreparedRows.of(writer.prepare(checkpointId), writer::mergeGroup));
        staged.whenComplete((rows, error) -> written(0, error));
        return staged;
    }

    private static List<CommittableMessage> messages(List<Committable> committables) {
        return committables.stream()
                .map(committable -> CommittableMessage.newBuilder()
                        .setJson(committable.json())
                        .setRows(committable.rows())
                        .build())
                .toList();
    }

    @Override
    public Batch output() {
        synchronized (this) {
            throwFailure();
        }
        return null;
    }

    @Override
    public boolean finished() {
        return finalPreparation != null && finalPreparation.isDone();
    }

    @Override
    public synchronized Wait waitsFor() {
        boolean full = queuedBytes >= QUEUED_BYTES_MAX;
        boolean preparing = finalPreparation != null && !finalPreparation.isDone();
        return full || preparing ? Wait.until(room) : Wait.NONE;
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        lastCheckpointId = checkpointId;
        uncommitted.put(checkpointId, prepare(checkpointId));
        List<CompletableFuture<List<CommittableMessage>>> prepared = List.copyOf(uncommitted.values());
        return () -> {
            List<CommittableMessage> committables = new ArrayList<>();
            for (CompletableFuture<List<CommittableMessage>> part : prepared) {
                committables.addAll(part.get());
            }
            return new OperatorSnapshot.Content("", List.of(), committables, 0, 0);
        };
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        uncommitted.headMap(checkpointId, true).clear();
    }

    /** What was prepared and is not known to be committed, once the operator has {@link #finished}. */
    public List<CommittableMessage> finalCommittables() {
        List<CommittableMessage> committables = new ArrayList<>();
        uncommitted.values().forEach(part -> committables.addAll(part.join()));
        committables.addAll(finalPreparation.join());
        return committables;
    }

    @Override
    public void close() {
        close(finished() && !finalPreparation.isCompletedExceptionally());
    }

    /** @param complete whether everything that was written is prepared */
    void close(boolean complete) {
        calls.always(() -> closeWriter(complete)).whenComplete((nothing, error) -> {
            if (error != null) {
                LOG.warn("{}: the writer cannot be closed", context.owner(), error);
            }
        });
    }

    private void closeWriter(boolean complete) {
        try (memory;
                TableWriter closing = writer) {
            if (!complete && closing != null) {
                closing.abort();
            }
        }
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes(), 0, 0);
    }
}
