package io.blink.client;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can be wrong with a call of the command line. */
public enum ClientErrorCode implements ErrorCode {
    INVALID_OPTION(11000, ErrorType.USER),
    SCRIPT_NOT_READABLE(11001, ErrorType.USER),
    INVALID_CONFIGURATION_FILE(11002, ErrorType.USER),
    OUTPUT_FAILED(11003, ErrorType.EXTERNAL),
    OUTPUT_CLOSED(11004, ErrorType.EXTERNAL);

    private final int number;
    private final ErrorType type;

    ClientErrorCode(int number, ErrorType type) {
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
