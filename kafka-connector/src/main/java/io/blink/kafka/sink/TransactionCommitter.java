package io.blink.kafka.sink;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.DeliveryGuarantee;
import io.blink.kafka.KafkaOptions.LostTransaction;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions of completed checkpoints, however often it is asked, and, when writers have started anew, aborts what their predecessors left open: readers of committed records
 * wait behind it. Nothing to do where the sink has no transactions.
 */
public final class TransactionCommitter implements Committer {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionCommitter.class);
    private static final int ENDING_POLLS = 1000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaTable table;
    private final CommitterContext context;
    private final KafkaClients clients;
    private final boolean transactional;
    private Admin admin;
    private TransactionEnd end;
    private long cleanedGeneration = -1;

    public TransactionCommitter(SinkHandle sink, CommitterContext context) {
        this.table = sink.table();
        this.context = context;
        this.clients = new KafkaClients(table);
        this.transactional = table.options().get(KafkaOptions.DELIVERY) == DeliveryGuarantee.EXACTLY_ONCE;
    }

    private Admin admin() {
        if (admin == null) {
            admin = clients.admin();
        }
        return admin;
    }

    @Override
    public void commit(long checkpointId, List<Committable> committables) {
        if (!transactional) {
            return;
        }
        List<PreparedTransaction> told = committables.stream()
                .map(committable -> PlanJson.read(committable.json(), PreparedTransaction.class))
                .toList();
        List<PreparedTransaction> prepared =
                told.stream().filter(PreparedTransaction::isSomething).toList();
        if (!prepared.isEmpty()) {
            Map<String, KafkaFuture<TransactionDescription>> states = describe(prepared);
            prepared.forEach(one -> commit(checkpointId, one, states.get(one.transactionalId())));
        }
        told.stream()
                .mapToLong(PreparedTransaction::generation)
                .min()
                .ifPresent(oldest -> abortLeftOver(oldest, prepared));
    }

    private Map<String, KafkaFuture<TransactionDescription>> describe(List<PreparedTransaction> prepared) {
        List<String> ids = prepared.stream()
                .map(PreparedTransaction::transactionalId)
                .distinct()
                .toList();
        var answers = admin().describeTransactions(ids);
        return ids.stream().collect(java.util.stream.Collectors.toMap(id -> id, answers::description));
    }

    private void commit(long checkpointId, PreparedTransaction prepared, KafkaFuture<TransactionDescription> state) {
        KafkaFuture<TransactionDescription> latest = state;
        for (int poll = 0; poll < ENDING_POLLS; poll++) {
            TransactionDescription now = known(prepared, latest);
            Outcome outcome = now == null ? Outcome.LOST : Outcome.of(prepared, now);
            switch (outcome) {
                case COMMITTED -> {
                    return;
                }
                case LOST -> {
                    lost(checkpointId, prepared, now == null ? "the brokers do not know it" : "it is " + now.state());
                    return;
                }
                // The answer comes before the partitions have heard of it: rows are visible when the transaction is
                // complete.
                case OPEN -> askForEnd(prepared, now.coordinatorId());
                case ENDING -> {
                    // Markers are being written.
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
            latest = describe(List.of(prepared)).get(prepared.transactionalId());
        }
        throw new BlinkException(
                KafkaErrorCode.COMMIT_FAILED,
                "Table " + table.name() + ": transaction '" + prepared.transactionalId() + "' of checkpoint "
                        + checkpointId + " does not come to its end.");
    }

    private TransactionDescription known(PreparedTransaction prepared, KafkaFuture<TransactionDescription> state) {
        try {
            return state.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return null;
            }
            throw clients.failed("the state of transaction '" + prepared.transactionalId() + "'", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failed("the state of transaction '" + prepared.transactionalId() + "'", e);
        }
    }

    private void askForEnd(PreparedTransaction prepared, int coordinatorId) {
        Errors answer =
                end().end(prepared.transactionalId(), prepared.producerId(), prepared.epoch(), true, coordinatorId);
        if (answer != Errors.NONE) {
            LOG.info("The commit of transaction {} was answered with {}", prepared.transactionalId(), answer);
        }
    }

    private TransactionEnd end() {
        if (end == null) {
            end = new TransactionEnd(table, clients, admin());
        }
        return end;
    }

    private void lost(long checkpointId, PreparedTransaction prepared, String why) {
        String message = "Table " + table.name() + ": the rows that were written as transaction '"
                + prepared.transactionalId() + "' (producer " + prepared.producerId() + ", epoch " + prepared.epoch()
                + ") for checkpoint " + checkpointId + " are lost: " + why
                + ". The job was down for longer than 'properties.transaction.timeout.ms', or someone aborted it.";
        if (table.options().get(KafkaOptions.LOST_TRANSACTION) == LostTransaction.CONTINUE) {
            LOG.error("{} The job goes on, as 'sink.on-lost-transaction' says.", message);
            return;
        }
        throw new BlinkException(
                KafkaErrorCode.TRANSACTION_LOST,
                message + " With 'sink.on-lost-transaction' = 'continue' the job goes on without them.");
    }

    /** All writers are of this generation or later: nobody goes on with what earlier ones have begun. */
    private void abortLeftOver(long oldest, List<PreparedTransaction> committed) {
        if (oldest <= cleanedGeneration) {
            return;
        }
        abort(open(ids -> isOfThisSink(ids) && ids.generation() < oldest).stream()
                .filter(id -> committed.stream()
                        .noneMatch(one -> one.transactionalId().equals(id)))
                .toList());
        List<String> others = open(ids -> !ids.jobId().equals(context.jobId()));
        if (!others.isEmpty()) {
            LOG.warn(
                    "Table {}: transactions of other jobs with the same 'sink.transactional-id-prefix' are open and left to these jobs: {}. Those of a job that is gone are"
                            + " aborted by the brokers when their time-out is over; until then readers of committed records wait behind them.",
                    table.name(),
                    others);
        }
        cleanedGeneration = oldest;
    }

    /** Whether another job lives nobody can tell by its transactions: only what this sink began is its own to end. */
    private boolean isOfThisSink(TransactionIds ids) {
        return ids.jobId().equals(context.jobId()) && ids.operatorId() == context.operatorId();
    }

    /** Ids with our prefix that have an open transaction. */
    private List<String> open(java.util.function.Predicate<TransactionIds> which) {
        String prefix = table.options().get(KafkaOptions.TRANSACTION_PREFIX);
        Collection<TransactionListing> open = clients.answer(
                "the list of transactions",
                admin().listTransactions(new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                        .all());
        List<String> ids = new ArrayList<>();
        for (TransactionListing one : open) {
            TransactionIds.parse(prefix, one.transactionalId())
                    .filter(which)
                    .ifPresent(found -> ids.add(one.transactionalId()));
        }
        return ids;
    }

    /** In the name of the producer that began it, so that the id says afterwards that its transaction was aborted. */
    private void abort(List<String> ids) {
        for (String id : ids) {
            TransactionDescription now = clients.answer(
                    "the state of transaction '" + id + "'",
                    admin().describeTransactions(List.of(id)).description(id));
            if (now.state() == TransactionState.ONGOING) {
                Errors answer = end().end(id, now.producerId(), now.producerEpoch(), false, now.coordinatorId());
                LOG.info(
                        "Table {}: transaction {}, which nobody will commit, is aborted: {}", table.name(), id, answer);
            }
        }
    }

    @Override
    public void cleanUp() {
        if (transactional) {
            abort(open(this::isOfThisSink));
        }
    }

    @Override
    public void close() {
        if (end != null) {
            end.close();
        }
        if (admin != null) {
            admin.close(CLOSE_TIMEOUT);
        }
    }
}
