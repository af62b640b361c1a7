package io.blink.formats;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can be wrong with a file. */
public enum FormatErrorCode implements ErrorCode {
    CORRUPT_FILE(2000, ErrorType.USER),
    UNSUPPORTED_FILE(2001, ErrorType.USER),
    COLUMN_TYPE_MISMATCH(2002, ErrorType.USER),
    UNKNOWN_FORMAT(2003, ErrorType.USER),
    READ_FAILED(2004, ErrorType.EXTERNAL),
    WRITE_FAILED(2005, ErrorType.EXTERNAL),
    NO_FILES(2006, ErrorType.USER),
    COMMIT_FENCED(2007, ErrorType.EXTERNAL),
    UNSUPPORTED_RECORD(2008, ErrorType.USER),
    MALFORMED_RECORD(2009, ErrorType.USER),
    /** A schema registry does not answer, or fails. */
    REGISTRY_FAILED(2010, ErrorType.EXTERNAL),
    /** A schema registry says no. */
    REGISTRY_REFUSED(2011, ErrorType.USER),
    /** A file that a scan found was deleted before it was read. */
    FILE_GONE(2012, ErrorType.USER),
    INVALID_PARTITION_TIME(2020, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    FormatErrorCode(int number, ErrorType type) {
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
