package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.runtime.control.ProducerLocation;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The result of a query on its way to the client: whether somebody still wants it, and where it can be read. In turns. */
final class ResultOffer {
    private final JobExecution execution;
    private final JobResult result = new JobResult();
    private boolean needed;

    ResultOffer(JobExecution execution) {
        this.execution = execution;
        this.needed = execution.graph().hasResult();
    }

    boolean needed() {
        return needed;
    }

    /** The client has read all, or does not want any more. */
    void consumed() {
        needed = false;
    }

    /** Where to read the result, once there is one. */
    CompletableFuture<ResultLocation> location() {
        if (!execution.graph().hasResult()) {
            return CompletableFuture.failedFuture(new BlinkException(
                    SchedulerErrorCode.NO_RESULT,
                    "Job '" + execution.graph().name() + "' (" + execution.jobId() + ") has no result to read."));
        }
        return result.location();
    }

    /** All tasks of a batch have finished. */
    void offerFinished() {
        result.at(new ResultLocation(locations(), true));
    }

    /** Rows of a stream can be read as soon as all tasks that make them run; one may have made all of its rows by then. */
    void offerRunning() {
        if (execution.streaming() && needed && tasks().stream().allMatch(ResultOffer::readable)) {
            result.at(new ResultLocation(locations(), false));
        }
    }

    /** Whether the task makes rows of a stream's result. */
    boolean streamedBy(Task task) {
        return execution.streaming() && execution.graph().hasResult() && tasks().contains(task);
    }

    private static boolean readable(Task task) {
        AttemptState state = task.current().state();
        return state == AttemptState.RUNNING || state == AttemptState.FINISHED;
    }

    private List<ProducerLocation> locations() {
        return tasks().stream().map(task -> task.current().location()).toList();
    }

    private List<Task> tasks() {
        return execution.vertex(execution.resultVertex().orElseThrow().id()).tasks();
    }

    /** It is being made anew. */
    void gone() {
        result.gone();
    }

    /** There will be none any more. */
    void failed(BlinkException problem) {
        result.failed(problem);
    }

    /** The job has ended well, with or without a reader. */
    void over() {
        result.failed(new BlinkException(
                SchedulerErrorCode.NO_RESULT,
                "The result of job '" + execution.graph().name() + "' was read, or was not asked for in time."));
    }
}
