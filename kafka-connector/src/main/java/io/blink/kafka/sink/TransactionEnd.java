package io.blink.kafka.sink;

import io.blink.core.error.BlinkException;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;

/**
 * Commits or aborts a transaction that another process prepared. Kafka's producer commits only what it has begun itself, and the admin client not at all, so that the request goes out as the
 * producer would send it: the protocol is public and stable, the classes that speak it are the client library's own and used nowhere else. Blocks.
 */
final class TransactionEnd implements AutoCloseable {
    private static final String FEATURE = "transaction.version";
    private static final int TIMEOUT_MILLIS = 30_000;

    private final KafkaTable table;
    private final KafkaClients clients;
    private final Admin admin;
    private final ManualMetadataUpdater nodes = new ManualMetadataUpdater();
    private final Metrics metrics = new Metrics();
    private final NetworkClient network;
    /** Whether the brokers end a transaction by raising its epoch (KIP-890); asked once. */
    private Boolean raisesEpochs;

    TransactionEnd(KafkaTable table, KafkaClients clients, Admin admin) {
        this.table = table;
        this.clients = clients;
        this.admin = admin;
        this.network = clients.withOwnClasses(() -> ClientUtils.createNetworkClient(
                new AdminClientConfig(clients.adminProperties()),
                List.of(),
                "blink-commit",
                metrics,
                "blink-commit",
                new LogContext(),
                new ApiVersions(),
                Time.SYSTEM,
                1,
                TIMEOUT_MILLIS,
                null,
                nodes,
                new org.apache.kafka.clients.DefaultHostResolver(),
                null,
                null));
    }

    /** Asks the broker that coordinates the transaction. @return what it answers; {@link Errors#NONE} also for one that has ended so before */
    Errors end(String id, long producerId, int epoch, boolean commit, int coordinatorId) {
        EndTxnRequestData request = new EndTxnRequestData()
                .setTransactionalId(id)
                .setProducerId(producerId)
                .setProducerEpoch((short) epoch)
                .setCommitted(commit);
        try {
            Node node = node(coordinatorId);
            nodes.setNodes(List.of(node));
            NetworkClientUtils.awaitReady(network, node, Time.SYSTEM, TIMEOUT_MILLIS);
            ClientResponse response = NetworkClientUtils.sendAndReceive(
                    network,
                    network.newClientRequest(
                            node.idString(),
                            new EndTxnRequest.Builder(request, raisesEpochs()),
                            Time.SYSTEM.milliseconds(),
                            true),
                    Time.SYSTEM);
            return ((EndTxnResponse) response.responseBody()).error();
        } catch (IOException e) {
            throw new BlinkException(
                    KafkaErrorCode.COMMIT_FAILED,
                    "Table " + table.name() + ": broker " + coordinatorId + " does not answer the end of transaction '"
                            + id + "': " + e.getMessage(),
                    e);
        }
    }

    private Node node(int id) {
        return clients.answer("the list of brokers", admin.describeCluster().nodes()).stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> new BlinkException(
                        KafkaErrorCode.COMMIT_FAILED,
                        "Table " + table.name() + ": broker " + id + ", which coordinates transactions, is away."));
    }

    private boolean raisesEpochs() {
        if (raisesEpochs == null) {
            Map<String, FinalizedVersionRange> features = clients.answer(
                            "the brokers' features", admin.describeFeatures().featureMetadata())
                    .finalizedFeatures();
            FinalizedVersionRange version = features.get(FEATURE);
            raisesEpochs = version != null && version.maxVersionLevel() >= 2;
        }
        return raisesEpochs;
    }

    @Override
    public void close() {
        network.close();
        metrics.close();
    }
}
