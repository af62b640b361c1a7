package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.actor.StateMachine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where one job is in its life, when it came there, and why it ends; shared by the parts of its job master, in turns. */
final class JobLife {
    private static final Logger LOG = LoggerFactory.getLogger(JobLife.class);

    private final String jobId;
    private final StateMachine<JobState> state;
    private long startedMillis;
    private long endedMillis;
    private JobState wantedEnd;
    private BlinkException failure;
    private boolean halted;

    JobLife(String jobId) {
        this.jobId = jobId;
        this.state = new StateMachine<>("job " + jobId, JobState.CREATED, JobState.TRANSITIONS);
    }

    JobState state() {
        return state.get();
    }

    boolean is(JobState candidate) {
        return state.is(candidate);
    }

    void started(long millis) {
        startedMillis = millis;
    }

    long startedMillis() {
        return startedMillis;
    }

    /** Moves there if it can go there and is not there already. */
    void show(JobState next) {
        if (!state.is(next) && JobState.TRANSITIONS.get(state.get()).contains(next)) {
            moveTo(next);
        }
    }

    private void moveTo(JobState next) {
        state.moveTo(next);
        LOG.info("Job {} is {}", jobId, next);
    }

    /** Whether it may still be stopped. */
    boolean mayStop() {
        return !halted && !state.get().ended() && !state.is(JobState.CANCELING);
    }

    /** It is to end as {@code end}, for that reason, once everything of it has stopped. */
    void stop(JobState end, BlinkException why) {
        moveTo(JobState.CANCELING);
        LOG.info("Job {} is being stopped: {}", jobId, why.getMessage());
        failure = why;
        wantedEnd = end;
    }

    /** It is to end as finished once everything of it has stopped: all that it did is in a savepoint. */
    void conclude() {
        moveTo(JobState.CANCELING);
        wantedEnd = JobState.FINISHED;
    }

    JobState wantedEnd() {
        return wantedEnd;
    }

    void ending(long millis) {
        endedMillis = millis;
    }

    void end(JobState end) {
        if (end == JobState.FINISHED) {
            show(JobState.FINISHING);
        }
        moveTo(end);
    }

    long endedMillis() {
        return endedMillis;
    }

    /** Why it failed or was canceled, or {@code null}. */
    BlinkException failure() {
        return failure;
    }

    /** A master of a higher term has taken over. */
    void halt() {
        halted = true;
    }

    boolean halted() {
        return halted;
    }
}
