package io.blink.shuffle;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** Failures of shuffle files. */
public enum ShuffleErrorCode implements ErrorCode {
    /** No local directory can be written. */
    NO_LOCAL_DIRECTORY(3000, ErrorType.RESOURCES),
    /** A file does not hold what was written to it, or is gone. */
    CORRUPT_PARTITION(3001, ErrorType.EXTERNAL);

    private final int number;
    private final ErrorType type;

    ShuffleErrorCode(int number, ErrorType type) {
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
