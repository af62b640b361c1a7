package io.blink.state;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** Failures of state and its checkpoints. */
public enum StateErrorCode implements ErrorCode {
    /** A checkpoint's file or handle is not what was written. */
    CORRUPT_STATE(4000, ErrorType.EXTERNAL),
    /** A checkpoint's file cannot be written or read. */
    STATE_FILE(4001, ErrorType.EXTERNAL),
    /** The state does not fit the operator that is to take it up. */
    STATE_MISMATCH(4002, ErrorType.USER),
    /** A later checkpoint of the same operator has been written. */
    CHECKPOINT_SUPERSEDED(4003, ErrorType.EXTERNAL),
    /** A record or a table is larger than state can be. */
    STATE_TOO_LARGE(4004, ErrorType.RESOURCES),
    /** State cannot be keyed or sorted by such values. */
    STATE_KEY_TYPE(4005, ErrorType.USER),
    /** A state backend's own files on a worker's disk cannot be written or read. */
    LOCAL_STATE(4006, ErrorType.EXTERNAL);

    private final int number;
    private final ErrorType type;

    StateErrorCode(int number, ErrorType type) {
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
