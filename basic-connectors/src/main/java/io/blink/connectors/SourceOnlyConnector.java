package io.blink.connectors;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A connector whose tables make their rows up, dealt into a fixed number of splits. */
public abstract class SourceOnlyConnector implements Connector {
    private final String name;

    protected SourceOnlyConnector(String name) {
        this.name = name;
    }

    /** Splits that tell their number, from 0, in {@link Split#json}. */
    protected final SplitSource numberedSplits(int count) {
        Deque<Split> waiting = new ArrayDeque<>();
        for (int split = 0; split < count; split++) {
            waiting.add(new Split(name + "-" + split, Integer.toString(split), -1, List.of()));
        }
        return new SplitSource() {
            @Override
            public List<Split> next(int max) {
                List<Split> next = new ArrayList<>();
                while (next.size() < max && !waiting.isEmpty()) {
                    next.add(waiting.poll());
                }
                return next;
            }

            @Override
            public boolean finished() {
                return waiting.isEmpty();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public final TableSink sink(CatalogTable table) {
        throw new BlinkException(
                ConnectorErrorCode.WRITE_NOT_SUPPORTED,
                "Table " + table.path() + " of connector '" + name
                        + "' makes its rows up; nothing can be written to it.");
    }

    @Override
    public final TableWriter writer(ConnectorHandle sink, WriterContext context) {
        throw new IllegalStateException("refused when planned");
    }

    @Override
    public final Committer committer(ConnectorHandle sink, CommitterContext context) {
        throw new IllegalStateException("refused when planned");
    }

    @Override
    public void close() {}
}
