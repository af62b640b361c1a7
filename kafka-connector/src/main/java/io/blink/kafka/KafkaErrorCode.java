package io.blink.kafka;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can go wrong with a topic. Numbers 2600 to 2699. */
public enum KafkaErrorCode implements ErrorCode {
    INVALID_TABLE(2600, ErrorType.USER),
    /** The brokers do not answer, or refuse for a reason that may pass. */
    BROKER_FAILED(2601, ErrorType.EXTERNAL),
    /** Offsets that the reader needs are gone. */
    OFFSETS_LOST(2602, ErrorType.USER),
    MALFORMED_RECORD(2603, ErrorType.USER),
    WRITE_FAILED(2604, ErrorType.EXTERNAL),
    COMMIT_FAILED(2605, ErrorType.EXTERNAL),
    /** A transaction of a completed checkpoint is not committed and cannot be any more. */
    TRANSACTION_LOST(2606, ErrorType.USER),
    /** No address is known for the brokers to begin with, which a name service may know later. */
    UNKNOWN_HOST(2607, ErrorType.EXTERNAL),
    /** A row that Kafka has no record for. */
    INVALID_ROW(2608, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    KafkaErrorCode(int number, ErrorType type) {
        this.number = number;
        this.type = type;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public ErrorType type() {
        return type;
    }
}
