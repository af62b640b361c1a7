package io.blink.yarn;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can go wrong between Blink and YARN. */
public enum YarnErrorCode implements ErrorCode {
    NOT_REACHABLE(10000, ErrorType.EXTERNAL),
    DEPLOYMENT_FAILED(10001, ErrorType.EXTERNAL),
    APPLICATION_NOT_FOUND(10002, ErrorType.USER),
    RESOURCES_ABOVE_MAXIMUM(10003, ErrorType.USER),
    QUEUE_NOT_FOUND(10004, ErrorType.USER),
    INVALID_MEMORY(10005, ErrorType.USER),
    APPLICATION_ENDED(10006, ErrorType.EXTERNAL),
    INVALID_SHIP_FILES(10007, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    YarnErrorCode(int number, ErrorType type) {
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
