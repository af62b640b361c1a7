package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.Failures;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.store.EndRecord;
import io.blink.scheduler.store.JobRecord;
import java.util.List;
import java.util.Optional;

/**
 * A job as its users see it, at one moment. Times in milliseconds since 1970, 0: not yet.
 *
 * @param message what it waits for and why it was restarted, or why it failed; empty if there is nothing to say
 * @param errorCode of a failed job, or empty
 * @param errorNumber of a failed job
 * @param errorType of a failed job, or empty
 * @param vertices of the plan as it is now, with what was decided while it ran
 * @param decisions about stages of a batch, in words
 */
public record JobStatus(
        String jobId,
        String name,
        ExecutionMode mode,
        JobState state,
        int term,
        long submittedMillis,
        long startedMillis,
        long endedMillis,
        String message,
        String errorCode,
        int errorNumber,
        String errorType,
        boolean hasResult,
        int restarts,
        List<VertexStatus> vertices,
        List<String> decisions,
        CheckpointStatus checkpoints) {
    public JobStatus {
        vertices = List.copyOf(vertices);
        decisions = List.copyOf(decisions);
    }

    /** Of a job that ended under an earlier master. */
    public static JobStatus ended(JobRecord job, EndRecord end, int term) {
        boolean failed = end.message() != null;
        return new JobStatus(
                job.jobId(),
                job.graph().name(),
                job.graph().mode(),
                JobState.valueOf(end.state()),
                term,
                job.submittedMillis(),
                0,
                end.endedMillis(),
                failed ? end.message() : "",
                failed ? SchedulerErrorCode.TASK_FAILED.name() : "",
                failed ? SchedulerErrorCode.TASK_FAILED.number() : 0,
                failed ? SchedulerErrorCode.TASK_FAILED.type().name() : "",
                job.graph().hasResult(),
                0,
                List.of(),
                List.of(),
                CheckpointStatus.NONE.withSavepoint(end.savepoint() == null ? "" : end.savepoint()));
    }

    /** Of a job whose metadata cannot be read. */
    public static JobStatus lost(String jobId, int term, BlinkException problem) {
        return new JobStatus(
                jobId,
                jobId,
                ExecutionMode.BATCH,
                JobState.FAILED,
                term,
                0,
                0,
                0,
                problem.getMessage(),
                problem.code().name(),
                problem.code().number(),
                problem.code().type().name(),
                false,
                0,
                List.of(),
                List.of(),
                CheckpointStatus.NONE);
    }

    /** Why it failed or was canceled, with the code of the original error; empty if it did not. */
    public Optional<BlinkException> failure() {
        if (errorCode.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Failures.toException(Failure.newBuilder()
                .setCode(errorCode)
                .setCodeNumber(errorNumber)
                .setType(errorType)
                .setMessage(message)
                .build()));
    }

    /**
     * @param parallelism 0: not yet decided
     * @param splits found so far
     * @param splitsWaiting of those, not yet given to a task
     * @param bytesWritten to blocking exchanges
     */
    public record VertexStatus(
            int vertexId,
            String name,
            int parallelism,
            int tasksRunning,
            int tasksFinished,
            int splits,
            int splitsWaiting,
            long bytesWritten,
            List<OperatorStatus> operators,
            List<TaskStatus> tasks) {
        public VertexStatus {
            operators = List.copyOf(operators);
            tasks = List.copyOf(tasks);
        }
    }

    /** Sums over the tasks; {@code memoryBytesPeak} and {@code watermarkMicros} are the largest and the smallest. */
    public record OperatorStatus(
            int operatorId,
            String name,
            long rowsIn,
            long rowsOut,
            long busyNanos,
            long memoryBytesPeak,
            long spilledBytes,
            long lateRowsDropped,
            long watermarkMicros,
            ScanFigures scan) {}

    public record TaskStatus(int subtask, int attempt, String state, String workerId, String host, String logUrl) {}
}
