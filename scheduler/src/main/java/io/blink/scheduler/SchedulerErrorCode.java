package io.blink.scheduler;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can go wrong with a job as a whole. */
public enum SchedulerErrorCode implements ErrorCode {
    JOB_NOT_FOUND(8000, ErrorType.USER),
    JOB_CANCELED(8001, ErrorType.USER),
    NOT_ENOUGH_SLOTS(8002, ErrorType.RESOURCES),
    TASK_FAILED(8003, ErrorType.INTERNAL),
    WORKER_LOST(8004, ErrorType.RESOURCES),
    RETRIES_EXHAUSTED(8005, ErrorType.EXTERNAL),
    CHECKPOINT_FAILED(8006, ErrorType.EXTERNAL),
    CORRUPT_JOB_METADATA(8007, ErrorType.EXTERNAL),
    TERM_SUPERSEDED(8008, ErrorType.EXTERNAL),
    JOB_STORE_UNAVAILABLE(8009, ErrorType.EXTERNAL),
    COMMIT_FAILED(8010, ErrorType.EXTERNAL),
    INVALID_JOB_GRAPH(8011, ErrorType.INTERNAL),
    NO_RESULT(8012, ErrorType.USER),
    MASTER_NOT_REACHABLE(8013, ErrorType.EXTERNAL),
    ACCESS_DENIED(8014, ErrorType.USER),
    MASTER_FAILED(8015, ErrorType.INTERNAL),
    JOB_GIVEN_UP(8016, ErrorType.INTERNAL),
    OUTPUT_CHANGED(8017, ErrorType.EXTERNAL),
    SAVEPOINT_FAILED(8018, ErrorType.EXTERNAL),
    NO_SAVEPOINT(8019, ErrorType.USER),
    STATE_DOES_NOT_MATCH(8020, ErrorType.USER),
    NO_STREAM(8021, ErrorType.USER);

    private final int number;
    private final ErrorType type;

    SchedulerErrorCode(int number, ErrorType type) {
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
