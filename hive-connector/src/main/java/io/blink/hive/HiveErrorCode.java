package io.blink.hive;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can go wrong with Hive tables and their metastore. */
public enum HiveErrorCode implements ErrorCode {
    METASTORE_UNREACHABLE(5000, ErrorType.EXTERNAL),
    METASTORE_FAILED(5001, ErrorType.EXTERNAL),
    /** The connection broke after a change was sent, and asking again did not settle whether it was made. */
    METASTORE_OUTCOME_UNKNOWN(5002, ErrorType.EXTERNAL),
    METASTORE_INVALID_OBJECT(5003, ErrorType.USER),
    METASTORE_SECURITY_UNSUPPORTED(5004, ErrorType.USER),
    METASTORE_INVALID_SETTING(5005, ErrorType.USER),
    DATABASE_NOT_FOUND(5010, ErrorType.USER),
    DATABASE_ALREADY_EXISTS(5011, ErrorType.USER),
    DATABASE_NOT_EMPTY(5012, ErrorType.USER),
    TABLE_NOT_FOUND(5013, ErrorType.USER),
    TABLE_ALREADY_EXISTS(5014, ErrorType.USER),
    PARTITION_NOT_FOUND(5015, ErrorType.USER),
    PARTITION_ALREADY_EXISTS(5016, ErrorType.USER),
    /** A partition is registered at another place than the one we wrote to. */
    PARTITION_LOCATION_CONFLICT(5017, ErrorType.EXTERNAL),
    FUNCTION_NOT_FOUND(5018, ErrorType.USER),
    FUNCTION_ALREADY_EXISTS(5019, ErrorType.USER),
    UNSUPPORTED_TYPE(5030, ErrorType.USER),
    UNSUPPORTED_FORMAT(5031, ErrorType.USER),
    TRANSACTIONAL_TABLE(5032, ErrorType.USER),
    BUCKETED_TABLE(5033, ErrorType.USER),
    INVALID_TABLE(5034, ErrorType.USER),
    INVALID_PARTITION_VALUE(5035, ErrorType.USER),
    /** A file that a scan found was deleted before it was read. */
    FILE_GONE(5036, ErrorType.USER),
    /** Another insert is committing, or was interrupted while committing, to the same table. */
    COMMIT_CONFLICT(5050, ErrorType.EXTERNAL),
    /** A file that a commit must publish is neither where it was written nor where it belongs. */
    COMMIT_FILE_LOST(5051, ErrorType.EXTERNAL),
    COMMIT_FENCED(5052, ErrorType.EXTERNAL),
    COMMIT_JOURNAL_CORRUPT(5053, ErrorType.EXTERNAL);

    private final int number;
    private final ErrorType type;

    HiveErrorCode(int number, ErrorType type) {
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
