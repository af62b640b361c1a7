package io.blink.kafka.sink;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A committable: a transaction whose records are all with the brokers. Each writer tells one with each checkpoint, of the attempt alone where it wrote nothing.
 *
 * @param producerId {@link #NONE}: there is nothing to commit
 * @param generation of the attempt ({@link TransactionIds#generation})
 */
record PreparedTransaction(String transactionalId, long producerId, int epoch, long generation) {
    static final long NONE = -1;

    static PreparedTransaction nothing(TransactionIds ids) {
        return new PreparedTransaction(ids.id(0), NONE, 0, ids.generation());
    }

    @JsonIgnore
    boolean isSomething() {
        return producerId != NONE;
    }
}
