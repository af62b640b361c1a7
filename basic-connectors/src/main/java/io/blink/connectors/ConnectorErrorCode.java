package io.blink.connectors;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What a table of these connectors cannot be asked. Numbers 2500 to 2599. */
public enum ConnectorErrorCode implements ErrorCode {
    READ_NOT_SUPPORTED(2500, ErrorType.USER),
    WRITE_NOT_SUPPORTED(2501, ErrorType.USER),
    INVALID_GENERATOR(2502, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    ConnectorErrorCode(int number, ErrorType type) {
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
