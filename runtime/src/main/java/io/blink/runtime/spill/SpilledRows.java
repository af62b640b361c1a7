package io.blink.runtime.spill;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.type.Field;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A spill file as an operator sees it: nothing blocks, work goes through the operator's {@link SpillQueue}. The file is made when the first batch comes. */
public final class SpilledRows {
    private final SpillFiles files;
    private final SpillQueue queue;
    private final String purpose;
    private final List<Field> fields;
    private long rows;
    private int batches;
    private long batchBytesMax;
    /** Touched only by work in the queue. */
    private SpillFile file;

    public SpilledRows(SpillFiles files, SpillQueue queue, String purpose, List<Field> fields) {
        this.files = files;
        this.queue = queue;
        this.purpose = purpose;
        this.fields = List.copyOf(fields);
        queue.register(this);
    }

    public List<Field> fields() {
        return fields;
    }

    public void append(Batch batch) {
        if (batch.rowCount() > 0) {
            append(List.of(batch));
        }
    }

    /** Appends the rows of some batches as one. */
    public void append(List<Batch> parts) {
        long bytes = 0;
        for (Batch part : parts) {
            rows += part.rowCount();
            bytes += part.payloadBytes();
        }
        batches++;
        batchBytesMax = Math.max(batchBytesMax, bytes);
        queue.write(bytes, () -> {
            if (file == null) {
                file = files.create(purpose, fields);
            }
            file.append(ColumnConcatenation.ofBatches(parts));
        });
    }

    /** No more batches. */
    public void finish() {
        queue.run(() -> {
            if (file != null) {
                file.finish();
            }
        });
    }

    public long rows() {
        return rows;
    }

    /** How many batches were appended; they are numbered from 0. */
    public int batches() {
        return batches;
    }

    /** Reads one batch, also before {@link #finish}; the value is taken by {@link SpillQueue#value}. */
    public CompletableFuture<Batch> read(int number) {
        return queue.call(() -> file.read(number));
    }

    /** The largest batch, in memory. */
    public long batchBytesMax() {
        return batchBytesMax;
    }

    /** Reads from the start; after {@link #finish}, any number of times. */
    public SpilledReader reader() {
        return new SpilledReader(queue, () -> file == null ? null : file.reader());
    }

    /** Deletes the file. */
    public void delete() {
        queue.unregister(this);
        queue.run(this::deleteNow);
    }

    /** On an I/O thread. */
    void deleteNow() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
