package io.blink.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final RestartPolicy policy = new RestartPolicy(new Configuration(Map.of(
            "restart-strategy.exponential-delay.initial-backoff", "1 s",
            "restart-strategy.exponential-delay.max-backoff", "3 s",
            "restart-strategy.exponential-delay.reset-backoff-threshold", "60 s",
            "restart-strategy.exponential-delay.attempts-before-reset-backoff", "3")));

    @Test
    void aStreamWaitsLongerEachTimeAndGivesUpInTheEnd() {
        assertThat(policy.afterStreamFailure(0)).contains(Duration.ofSeconds(1));
        assertThat(policy.afterStreamFailure(SECOND_NANOS)).contains(Duration.ofSeconds(2));
        assertThat(policy.afterStreamFailure(2 * SECOND_NANOS)).contains(Duration.ofSeconds(3));
        assertThat(policy.afterStreamFailure(3 * SECOND_NANOS)).isEmpty();
    }

    @Test
    void aCompletedCheckpointTakesTheWaitBackToItsBeginning() {
        policy.afterStreamFailure(0);
        policy.afterStreamFailure(SECOND_NANOS);
        policy.progressed();
        assertThat(policy.afterStreamFailure(2 * SECOND_NANOS)).contains(Duration.ofSeconds(1));
        assertThat(policy.afterStreamFailure(3 * SECOND_NANOS)).contains(Duration.ofSeconds(2));
    }

    @Test
    void timeWithoutFailureDoesSoToo() {
        policy.afterStreamFailure(0);
        policy.afterStreamFailure(SECOND_NANOS);
        assertThat(policy.afterStreamFailure(62 * SECOND_NANOS)).contains(Duration.ofSeconds(1));
    }
}
