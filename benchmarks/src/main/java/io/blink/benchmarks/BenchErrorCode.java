package io.blink.benchmarks;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can go wrong around a measurement; what an engine answers to a query is a result and none of these. */
public enum BenchErrorCode implements ErrorCode {
    /** A suite, query or engine that does not exist, or an option that is wrong. */
    COMMAND_LINE(14001, ErrorType.USER),
    /** Blink is not built where it was looked for. */
    NOT_BUILT(14002, ErrorType.USER),
    /** A file of the benchmark cannot be read or written. */
    FILE_ACCESS(14003, ErrorType.EXTERNAL),
    /** An engine did not start or did not take its tables. */
    ENGINE_FAILED(14004, ErrorType.EXTERNAL);

    private final int number;
    private final ErrorType type;

    BenchErrorCode(int number, ErrorType type) {
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
