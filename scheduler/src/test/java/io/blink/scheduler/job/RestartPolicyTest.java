package io.blink.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.error.ErrorType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private static final RecurringFailures.Cause OUTSIDE =
            new RecurringFailures.Cause(1, ErrorType.EXTERNAL, "NO_ANSWER", "no answer");
    private static final RecurringFailures.Cause MISTAKE =
            new RecurringFailures.Cause(1, ErrorType.INTERNAL, "TASK_FAILED", "index 3 out of bounds");

    private final RestartPolicy policy = new RestartPolicy(new Configuration(Map.of(
            "restart-strategy.exponential-delay.initial-backoff", "1 s",
            "restart-strategy.exponential-delay.max-backoff", "3 s",
            "restart-strategy.exponential-delay.reset-backoff-threshold", "60 s",
            "restart-strategy.exponential-delay.attempts-before-reset-backoff", "3")));

    private long nowNanos;

    @Test
    void aStreamWaitsLongerEachTimeAndGivesUpInTheEnd() {
        assertThat(policy.afterStreamFailure(OUTSIDE, 0)).contains(Duration.ofSeconds(1));
        assertThat(policy.afterStreamFailure(OUTSIDE, SECOND_NANOS)).contains(Duration.ofSeconds(2));
        assertThat(policy.afterStreamFailure(OUTSIDE, 2 * SECOND_NANOS)).contains(Duration.ofSeconds(3));
        assertThat(policy.afterStreamFailure(OUTSIDE, 3 * SECOND_NANOS)).isEmpty();
    }

    @Test
    void aCompletedCheckpointTakesTheWaitBackToItsBeginning() {
        policy.afterStreamFailure(OUTSIDE, 0);
        policy.afterStreamFailure(OUTSIDE, SECOND_NANOS);
        policy.progressed();
        assertThat(policy.afterStreamFailure(OUTSIDE, 2 * SECOND_NANOS)).contains(Duration.ofSeconds(1));
        assertThat(policy.afterStreamFailure(OUTSIDE, 3 * SECOND_NANOS)).contains(Duration.ofSeconds(2));
    }

    @Test
    void timeWithoutFailureDoesSoToo() {
        policy.afterStreamFailure(OUTSIDE, 0);
        policy.afterStreamFailure(OUTSIDE, SECOND_NANOS);
        assertThat(policy.afterStreamFailure(OUTSIDE, 62 * SECOND_NANOS)).contains(Duration.ofSeconds(1));
    }

    @Test
    void theSameInternalErrorSoonAfterEachRestartCountsWhateverCheckpointsComplete() {
        assertThat(failsAfter(1, MISTAKE)).contains(Duration.ofSeconds(1));
        assertThat(failsAfter(1, MISTAKE)).contains(Duration.ofSeconds(2));
        assertThat(failsAfter(1, OUTSIDE)).contains(Duration.ofSeconds(1));
        assertThat(failsAfter(1, MISTAKE)).contains(Duration.ofSeconds(3));
        assertThat(failsAfter(1, MISTAKE)).isEmpty();
    }

    @Test
    void aTimeOfProgressMakesItAnotherOne() {
        failsAfter(1, MISTAKE);
        failsAfter(1, MISTAKE);
        assertThat(failsAfter(31, MISTAKE)).contains(Duration.ofSeconds(1));
        assertThat(failsAfter(1, MISTAKE)).contains(Duration.ofSeconds(2));
    }

    @Test
    void itIsGivenUpInTimeWhereRestartsAreSlow() {
        RestartPolicy patient = new RestartPolicy(new Configuration(Map.of(
                "restart-strategy.exponential-delay.initial-backoff", "40 s",
                "restart-strategy.exponential-delay.attempts-before-reset-backoff", "1000")));
        long first = nowNanos;
        while (failsAfter(patient, 25, MISTAKE).isPresent()) {
            nowNanos += 60 * SECOND_NANOS;
        }
        assertThat(nowNanos - first).isBetween(120 * SECOND_NANOS, 300 * SECOND_NANOS);
    }

    private Optional<Duration> failsAfter(long seconds, RecurringFailures.Cause cause) {
        return failsAfter(policy, seconds, cause);
    }

    private Optional<Duration> failsAfter(RestartPolicy ofStream, long seconds, RecurringFailures.Cause cause) {
        ofStream.streamRestarts(nowNanos);
        ofStream.progressed();
        nowNanos += seconds * SECOND_NANOS;
        return ofStream.afterStreamFailure(cause, nowNanos);
    }
}
