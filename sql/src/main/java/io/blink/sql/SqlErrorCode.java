package io.blink.sql;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can be wrong with SQL. */
public enum SqlErrorCode implements ErrorCode {
    SYNTAX_ERROR(7000, ErrorType.USER),
    INVALID_STATEMENT(7001, ErrorType.USER),
    STATEMENT_NOT_SUPPORTED(7002, ErrorType.USER),
    UNKNOWN_TABLE(7003, ErrorType.USER),
    UNKNOWN_COLUMN(7004, ErrorType.USER),
    UNKNOWN_FUNCTION(7005, ErrorType.USER),
    UNKNOWN_CATALOG(7006, ErrorType.USER),
    UNKNOWN_DATABASE(7007, ErrorType.USER),
    UNKNOWN_TYPE(7008, ErrorType.USER),
    AMBIGUOUS_COLUMN(7009, ErrorType.USER),
    INVALID_ARGUMENTS(7010, ErrorType.USER),
    INVALID_QUERY(7011, ErrorType.USER),
    QUERY_NOT_SUPPORTED(7012, ErrorType.USER),
    PLANNING_FAILED(7013, ErrorType.INTERNAL),
    RECURSION_TOO_DEEP(7014, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    SqlErrorCode(int number, ErrorType type) {
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
