package io.blink.runtime;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** Failures of tasks, of the transport between them and of the worker process. */
public enum RuntimeErrorCode implements ErrorCode {
    /** A producer's data cannot be had: its worker is gone, it failed, or the bytes are damaged. */
    PARTITION_LOST(6000, ErrorType.EXTERNAL),
    /** A worker's data port does not answer. */
    CONNECTION_FAILED(6001, ErrorType.EXTERNAL),
    /** The peer does not know the application's secret. */
    AUTHENTICATION_FAILED(6002, ErrorType.EXTERNAL),
    /** The peer does not speak this protocol. */
    PROTOCOL_VIOLATION(6003, ErrorType.INTERNAL),
    /** A task was asked for that this worker cannot run. */
    INVALID_DEPLOYMENT(6004, ErrorType.INTERNAL),
    /** A user function or an operator threw something unexpected. */
    TASK_FAILED(6005, ErrorType.INTERNAL),
    /** The process was started with arguments that it cannot use. */
    INVALID_ARGUMENTS(6006, ErrorType.USER),
    /** No local directory takes the rows that do not fit in memory. */
    SPILL_FAILED(6050, ErrorType.RESOURCES),
    /** Rows that were written to a local disk come back damaged. */
    CORRUPT_SPILL_FILE(6051, ErrorType.EXTERNAL),
    /** A scalar sub-query gave a second row. */
    MORE_THAN_ONE_ROW(6052, ErrorType.USER),
    /** Two rows of a query claim one primary key of its table. */
    PRIMARY_KEY_CONFLICT(6053, ErrorType.USER),
    /** A table that rows are looked up in does not answer in time. */
    LOOKUP_TIMEOUT(6054, ErrorType.EXTERNAL);

    private final int number;
    private final ErrorType type;

    RuntimeErrorCode(int number, ErrorType type) {
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
