package io.blink.connectors.nexmark;

import io.blink.connectors.Pace;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** Makes the events of one split. Its position is the number of events made. */
final class NexmarkReader implements SplitReader {
    private final NexmarkHandle scan;
    private final EventSequence sequence;
    private final NexmarkFields fields;
    private final int split;
    private final long events;
    /** {@code null}: events are made as fast as they are taken. */
    private final Pace pace;

    private long made;

    NexmarkReader(NexmarkHandle scan, ReaderContext context) {
        this.scan = scan;
        this.sequence = scan.settings().sequence();
        this.fields = new NexmarkFields(scan.settings());
        this.split = Integer.parseInt(context.split().json());
        this.events = scan.events() < 0 ? Long.MAX_VALUE : scan.eventsOf(split, scan.events());
        this.made = context.position() == null ? 0 : Long.parseLong(context.position());
        this.pace = scan.paced() ? Pace.from(sequence.eventsPerSecond(), scan.startNanosOfEpoch()) : null;
        if (pace != null && made > 0) {
            pace.resume(scan.event(split, made));
        }
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Batch next(int maxRows) {
        int count = (int) Math.min(Math.min(maxRows, events - made), due() - made);
        if (count <= 0) {
            return null;
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = scan.event(split, made + i);
        }
        EventBatch batch = EventBatch.of(sequence, numbers);
        List<Column> columns = new ArrayList<>(scan.columns().size());
        for (NexmarkColumn column : scan.columns()) {
            columns.add(column(column, batch));
        }
        made += count;
        return new Batch(count, columns);
    }

    private Column column(NexmarkColumn wanted, EventBatch batch) {
        EventKind kind = NexmarkFields.kind(wanted.name());
        if (kind == null) {
            return types(batch);
        }
        List<Column> values = wanted.type().fields().stream()
                .map(field -> fields.of(kind).column(field.name(), batch))
                .toList();
        return new RowColumn(batch.rows(), values, batch.nullsExcept(kind));
    }

    private Column types(EventBatch batch) {
        int[] types = new int[batch.rows()];
        for (EventKind kind : EventKind.values()) {
            for (int position : batch.positions(kind)) {
                types[position] = kind.ordinal();
            }
        }
        return new IntColumn(types.length, types, null);
    }

    /** How many events of this split are due by now. */
    private long due() {
        return pace == null ? Long.MAX_VALUE : scan.eventsOf(split, pace.due());
    }

    @Override
    public boolean finished() {
        return made >= events;
    }

    @Override
    public long readyAtNanos() {
        return pace == null ? System.nanoTime() : pace.readyAtNanos(scan.event(split, made));
    }

    @Override
    public String position() {
        return Long.toString(made);
    }

    @Override
    public void close() {}
}
