package io.blink.session;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can be wrong with a statement beyond its SQL. */
public enum SessionErrorCode implements ErrorCode {
    CATALOG_NOT_FOUND(9000, ErrorType.USER),
    CATALOG_ALREADY_EXISTS(9001, ErrorType.USER),
    DATABASE_NOT_FOUND(9002, ErrorType.USER),
    DATABASE_ALREADY_EXISTS(9003, ErrorType.USER),
    DATABASE_NOT_EMPTY(9004, ErrorType.USER),
    TABLE_NOT_FOUND(9005, ErrorType.USER),
    TABLE_ALREADY_EXISTS(9006, ErrorType.USER),
    CATALOG_TYPE_NOT_FOUND(9007, ErrorType.USER),
    INVALID_TABLE_DEFINITION(9008, ErrorType.USER),
    UNKNOWN_SETTING(9009, ErrorType.USER),
    INVALID_SETTING(9010, ErrorType.USER),
    NO_RECURSION_DIRECTORY(9011, ErrorType.USER),
    MODULE_NOT_FOUND(9012, ErrorType.USER),
    FUNCTION_NOT_FOUND(9020, ErrorType.USER),
    FUNCTION_ALREADY_EXISTS(9021, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    SessionErrorCode(int number, ErrorType type) {
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
