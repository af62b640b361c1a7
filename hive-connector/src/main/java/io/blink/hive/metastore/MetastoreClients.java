package io.blink.hive.metastore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The clients of a connector or catalog, one for each metastore, made on first use. Safe on any thread. */
public final class MetastoreClients implements AutoCloseable {
    private final Map<MetastoreReference, MetastoreClient> clients = new ConcurrentHashMap<>();
    private final Function<MetastoreReference, MetastoreClient> opening;

    public MetastoreClients(Function<MetastoreReference, MetastoreClient> opening) {
        this.opening = opening;
    }

    /** Clients that speak Thrift. */
    public static MetastoreClients overThrift() {
        return new MetastoreClients(reference -> new ThriftMetastoreClient(reference.settings()));
    }

    public MetastoreClient get(MetastoreReference reference) {
        return clients.computeIfAbsent(reference, opening);
    }

    @Override
    public void close() {
        clients.values().forEach(MetastoreClient::close);
        clients.clear();
    }
}
