package io.blink.runtime.operator.join.lookup;

import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.Connectors;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The tables that tasks of one worker look rows up in, each held once as long as a task uses it. Any thread; does not block. */
public final class LookupTables {
    private final Connectors connectors;
    private final Executor ioExecutor;
    private final MemoryPool memory;
    private final Map<Key, HeldTable> held = new HashMap<>();

    /** What makes two joins use one copy. */
    private record Key(ConnectorHandle table, List<Integer> keys, long ttlMillis, ZoneId zone) {}

    /** @param bytesMax what all tables together may take */
    public LookupTables(Connectors connectors, Executor ioExecutor, long bytesMax) {
        this.connectors = connectors;
        this.ioExecutor = ioExecutor;
        memory = new MemoryPool("tables that rows are looked up in", bytesMax);
    }

    /** The table of a join; reading begins when somebody asks for it. The caller closes it. */
    public synchronized HeldTable open(OperatorSpec.LookupJoin join, ZoneId zone) {
        Key key = new Key(join.table(), join.tableKeys(), join.ttlMillis(), zone);
        HeldTable table = held.computeIfAbsent(
                key,
                missing -> new HeldTable(
                        new TableReading(connectors.get(join.table().connector()), join, zone, memory),
                        join.ttlMillis(),
                        ioExecutor,
                        unused -> forget(missing, unused)));
        table.use();
        return table;
    }

    private synchronized void forget(Key key, HeldTable unused) {
        if (unused.release()) {
            held.remove(key, unused);
        }
    }
}
