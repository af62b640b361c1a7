package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.checkpoint.OperatorStates;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.store.CommitIntent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The commit of a batch whose tasks have all finished: first the intent goes on record, then the sinks commit, and from the record on it only goes forward. In turns. */
final class BatchEnd {
    private final JobExecution execution;
    private final StoreWrites writes;
    private final SinkCommit sinks;
    private final Runnable committed;
    private final Consumer<BlinkException> failed;
    private boolean under;
    private boolean done;

    /** @param committed called once all is visible @param failed called when it cannot become so */
    BatchEnd(
            JobExecution execution,
            StoreWrites writes,
            SinkCommit sinks,
            Runnable committed,
            Consumer<BlinkException> failed) {
        this.execution = execution;
        this.writes = writes;
        this.sinks = sinks;
        this.committed = committed;
        this.failed = failed;
    }

    /** Whether it is on its way: then nothing else may be decided about the job. */
    boolean committing() {
        return under;
    }

    /** Whether there is anything left to commit. */
    boolean wanted() {
        return sinks.hasSinks() && !done;
    }

    void commit() {
        under = true;
        CommitIntent intent = new CommitIntent(committables());
        writes.insist(store -> store.writeIntent(intent), () -> goOn(intent), problem -> {
            under = false;
            failed.accept(
                    problem instanceof BlinkException known
                            ? known
                            : new BlinkException(
                                    SchedulerErrorCode.TASK_FAILED,
                                    "The commit of job '" + execution.graph().name() + "' cannot be put on record: "
                                            + problem.getMessage(),
                                    problem));
        });
    }

    private Map<Integer, List<Committable>> committables() {
        Map<Integer, List<Committable>> committables = new LinkedHashMap<>();
        execution.tasks().forEach(task -> {
            for (OperatorCommittables ofOperator : task.current().committables()) {
                committables
                        .computeIfAbsent(ofOperator.getOperatorId(), id -> new ArrayList<>())
                        .addAll(OperatorStates.toCommittables(ofOperator));
            }
        });
        return committables;
    }

    /** The intent is on record, be it by an earlier master. */
    void goOn(CommitIntent intent) {
        under = true;
        sinks.commit(
                Committer.FINAL_BATCH_CHECKPOINT,
                intent.committables(),
                () -> {
                    done = true;
                    under = false;
                    committed.run();
                },
                problem -> {
                    under = false;
                    failed.accept(problem);
                });
    }
}
