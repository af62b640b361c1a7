package io.blink.kafka.sink;

import org.apache.kafka.clients.admin.TransactionDescription;

/** What has become of a prepared transaction, by what the brokers say of its id. */
enum Outcome {
    /** It stands as it was prepared. */
    OPEN,
    /** Its end is decided and under way. */
    ENDING,
    COMMITTED,
    /** Aborted, as the brokers do when its time-out is over. */
    LOST;

    /**
     * A commit keeps the epoch or, with the newer protocol, raises it by one; an abort by the brokers raises it by one. An id that has gone further, or to another producer id, was begun anew
     * by its writer, which does so only after it has seen the commit.
     */
    static Outcome of(PreparedTransaction prepared, TransactionDescription now) {
        boolean gone = now.producerId() != prepared.producerId() || now.producerEpoch() > prepared.epoch() + 1;
        if (gone) {
            return COMMITTED;
        }
        boolean same = now.producerEpoch() == prepared.epoch();
        return switch (now.state()) {
            case ONGOING -> same ? OPEN : COMMITTED;
            case PREPARE_COMMIT -> ENDING;
            case COMPLETE_COMMIT -> COMMITTED;
            // An older broker begins anew in the epoch after that of a commit.
            case EMPTY -> same ? LOST : COMMITTED;
            case PREPARE_ABORT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE -> LOST;
            case UNKNOWN -> throw new IllegalStateException("a state that this client does not know: " + now);
        };
    }
}
