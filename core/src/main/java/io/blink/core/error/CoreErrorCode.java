package io.blink.core.error;

/** Failures that any module may report. */
public enum CoreErrorCode implements ErrorCode {
    DIVISION_BY_ZERO(1000, ErrorType.USER),
    NUMERIC_OVERFLOW(1001, ErrorType.USER),
    INVALID_CAST(1002, ErrorType.USER),
    INVALID_ARGUMENT(1003, ErrorType.USER),
    INVALID_CONFIGURATION(1004, ErrorType.USER),
    NOT_SUPPORTED(1006, ErrorType.USER),
    CORRUPT_FRAME(1007, ErrorType.EXTERNAL),
    CORRUPT_PLAN(1008, ErrorType.INTERNAL),
    OUT_OF_MEMORY_BUDGET(1009, ErrorType.RESOURCES),
    FILE_SYSTEM(1012, ErrorType.EXTERNAL),
    CONNECTOR_NOT_FOUND(1013, ErrorType.USER),
    INTERNAL(1014, ErrorType.INTERNAL),
    CANCELED(1015, ErrorType.USER),
    NOT_NULL_VIOLATION(1016, ErrorType.USER),
    /** A folder of the plugins cannot be used, or brings what is there already. */
    BROKEN_PLUGIN(1017, ErrorType.USER),
    /** A class or jar that cannot be a function. */
    INVALID_FUNCTION(1030, ErrorType.USER),
    /** A user's function threw. */
    FUNCTION_FAILED(1031, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    CoreErrorCode(int number, ErrorType type) {
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
