package io.blink.kafka.sink;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction a checkpoint. A producer that has prepared is left with its transaction open; the next one is opened ahead, on a thread of its own, so that a checkpoint does not hold up the
 * rows behind it. Ids come from a few slots: one is used again when the brokers say that what was prepared under it is committed.
 */
final class TransactionalDelivery implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalDelivery.class);
    /** Checkpoints that may be complete and not yet committed before the writer gives up. */
    private static final int SLOTS_MAX = 256;
    /** Far from the last epoch of a producer id, behind which the brokers choose another id unasked. */
    private static final int EPOCH_MAX = 30_000;
    /** As long as brokers allow unless told otherwise. */
    private static final int TIMEOUT_MILLIS = 900_000;

    /** @param prepared {@code null}: never used */
    private record Slot(int number, PreparedTransaction prepared) {}

    private record Opened(Slot slot, Producer<byte[], byte[]> producer) {}

    private final KafkaTable table;
    private final KafkaClients clients;
    private final TransactionIds ids;
    private final Admin admin;
    private final ExecutorService opener;
    private final Deque<Slot> used = new ArrayDeque<>();
    private int slots;
    private CompletableFuture<Opened> next;
    private Opened current;
    private boolean begun;

    TransactionalDelivery(KafkaTable table, KafkaClients clients, TransactionIds ids) {
        this.table = table;
        this.clients = clients;
        this.ids = ids;
        this.admin = clients.admin();
        this.opener = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "kafka-transactions-" + ids.operatorId() + "-" + ids.subtask());
            thread.setDaemon(true);
            return thread;
        });
        openNext();
    }

    private void openNext() {
        next = CompletableFuture.supplyAsync(this::open, opener);
    }

    /** On the thread that opens. */
    private Opened open() {
        Slot slot = freeSlot();
        Map<String, Object> own = Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                ids.id(slot.number()),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                timeoutMillis());
        Producer<byte[], byte[]> producer = clients.producer(own);
        try {
            producer.initTransactions();
            return new Opened(slot, producer);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new BlinkException(
                    KafkaErrorCode.WRITE_FAILED,
                    "Table " + table.name() + ": no transaction can be begun as '" + ids.id(slot.number()) + "': "
                            + e.getMessage() + " ('properties.transaction.timeout.ms' is " + timeoutMillis()
                            + " and may not be greater than the brokers' transaction.max.timeout.ms)",
                    e);
        }
    }

    private Object timeoutMillis() {
        return table.clientProperties().getOrDefault(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
    }

    private Slot freeSlot() {
        synchronized (used) {
            Slot oldest = used.peek();
            // What was prepared last cannot be committed yet.
            if (oldest != null && used.size() > 1 && outcome(oldest) == Outcome.COMMITTED) {
                used.poll();
                if (oldest.prepared().epoch() < EPOCH_MAX) {
                    return oldest;
                }
            }
            if (used.size() >= SLOTS_MAX) {
                throw new BlinkException(
                        KafkaErrorCode.WRITE_FAILED,
                        "Table " + table.name() + ": " + used.size() + " transactions, the oldest '"
                                + oldest.prepared().transactionalId()
                                + "', are prepared and not committed; the job master does not come to commit them.");
            }
            return new Slot(slots++, null);
        }
    }

    private Outcome outcome(Slot slot) {
        return Outcome.of(slot.prepared(), describe(slot.prepared().transactionalId()));
    }

    private TransactionDescription describe(String id) {
        return clients.answer(
                "the state of transaction '" + id + "'",
                admin.describeTransactions(List.of(id)).description(id));
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        if (current == null) {
            current = take();
            openNext();
        }
        if (!begun) {
            current.producer().beginTransaction();
            begun = true;
        }
        return current.producer();
    }

    private Opened take() {
        try {
            return next.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof BlinkException known ? known : e;
        }
    }

    @Override
    public void flush() {
        if (begun) {
            current.producer().flush();
        }
    }

    @Override
    public List<Committable> prepare(long rows) {
        PreparedTransaction prepared = rows == 0 ? PreparedTransaction.nothing(ids) : prepared();
        return List.of(new Committable(PlanJson.write(prepared), rows));
    }

    /** The identity is asked of the brokers, which are who will compare it. */
    private PreparedTransaction prepared() {
        String id = ids.id(current.slot().number());
        TransactionDescription now = describe(id);
        if (now.state() != TransactionState.ONGOING) {
            throw new BlinkException(
                    KafkaErrorCode.WRITE_FAILED,
                    "Table " + table.name() + ": transaction '" + id + "' should be open and is " + now.state()
                            + "; its time-out of " + timeoutMillis()
                            + " ms may be over ('properties.transaction.timeout.ms').");
        }
        PreparedTransaction prepared =
                new PreparedTransaction(id, now.producerId(), now.producerEpoch(), ids.generation());
        synchronized (used) {
            used.add(new Slot(current.slot().number(), prepared));
        }
        // Closed in any other way it would abort.
        current.producer().close(Duration.ZERO);
        current = null;
        begun = false;
        return prepared;
    }

    @Override
    public void abort() {
        if (begun) {
            try {
                current.producer().abortTransaction();
            } catch (KafkaException e) {
                LOG.warn(
                        "Table {}: transaction {} stays open until a later attempt has committed something: {}",
                        table.name(),
                        ids.id(current.slot().number()),
                        e.toString());
            }
        }
    }

    @Override
    public long bufferBytes() {
        return clients.bufferBytes();
    }

    @Override
    public void close() {
        opener.shutdown();
        next.whenComplete((opened, problem) -> {
            if (opened != null && opened != current) {
                opened.producer().close(Duration.ZERO);
            }
        });
        if (current != null) {
            current.producer().close(Duration.ZERO);
        }
        admin.close(Duration.ZERO);
    }
}
