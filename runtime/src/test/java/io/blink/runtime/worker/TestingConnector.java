package io.blink.runtime.worker;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.testing.connector.PartialConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Numbers from nowhere and back. A split's JSON is {@code from,to}: one BIGINT column of the numbers in that range, in batches of 10; the handle's JSON says whether its
 * readers block and whether the split stays open at its end.
 */
final class TestingConnector extends PartialConnector {
    static final String NAME = "numbers";

    final List<Long> committed = new CopyOnWriteArrayList<>();
    private volatile boolean endless;

    TestingConnector() {
        super(NAME);
    }

    /** Splits wait for more at their ends, as a log does, until this is turned off. */
    void endless(boolean newEndless) {
        endless = newEndless;
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        String[] bounds = context.split().json().split(",");
        boolean blocking = scan.json().contains("blocking");
        return new SplitReader() {
            private long next =
                    context.position() == null ? Long.parseLong(bounds[0]) : Long.parseLong(context.position());
            private final long end = Long.parseLong(bounds[1]);

            @Override
            public boolean blocking() {
                return blocking;
            }

            @Override
            public Batch next(int maxRows) {
                int count = (int) Math.min(10, end - next);
                if (count == 0) {
                    return null;
                }
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = next++;
                }
                return new Batch(List.of(new LongColumn(count, values, null)));
            }

            @Override
            public boolean finished() {
                return next == end && !endless;
            }

            @Override
            public long readyAtNanos() {
                return System.nanoTime() + 1_000_000;
            }

            @Override
            public String position() {
                return Long.toString(next);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public TableWriter writer(ConnectorHandle sink, WriterContext context) {
        return new TableWriter() {
            private final List<Long> values = new ArrayList<>();

            @Override
            public void write(Batch batch) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    values.add(((LongColumn) batch.column(0).flat()).values()[i]);
                }
            }

            @Override
            public List<Committable> prepare(long checkpointId) {
                List<Committable> prepared = values.isEmpty()
                        ? List.of()
                        : List.of(new Committable(
                                String.join(
                                        ",",
                                        values.stream().map(String::valueOf).toList()),
                                values.size()));
                values.clear();
                return prepared;
            }

            @Override
            public void abort() {
                values.clear();
            }

            @Override
            public void close() {}
        };
    }
}
