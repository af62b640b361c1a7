package io.blink.jdbc;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What fails at a database. Numbers 2600 to 2699. */
public enum JdbcErrorCode implements ErrorCode {
    INVALID_TABLE(2600, ErrorType.USER),
    DRIVER_NOT_FOUND(2601, ErrorType.USER),
    /** The database cannot be reached or has ended the connection; trying again may help. */
    CONNECTION_FAILED(2602, ErrorType.EXTERNAL),
    /** The database refuses a statement: a name or type that it does not have, a constraint that a row breaks. */
    STATEMENT_FAILED(2603, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    JdbcErrorCode(int number, ErrorType type) {
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
