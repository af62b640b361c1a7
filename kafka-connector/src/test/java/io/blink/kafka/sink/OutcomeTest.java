package io.blink.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final PreparedTransaction PREPARED = new PreparedTransaction("id", 100, 5, 0);

    private static Outcome of(TransactionState state, long producerId, int epoch) {
        return Outcome.of(
                PREPARED,
                new TransactionDescription(0, state, producerId, epoch, 1000, OptionalLong.empty(), Set.of()));
    }

    @Test
    void aTransactionStandsAsItWasPreparedOrHasEnded() {
        assertThat(of(TransactionState.ONGOING, 100, 5)).isEqualTo(Outcome.OPEN);
        assertThat(of(TransactionState.PREPARE_COMMIT, 100, 5)).isEqualTo(Outcome.ENDING);
        assertThat(of(TransactionState.PREPARE_COMMIT, 100, 6)).isEqualTo(Outcome.ENDING);
        assertThat(of(TransactionState.COMPLETE_COMMIT, 100, 5)).isEqualTo(Outcome.COMMITTED);
        assertThat(of(TransactionState.COMPLETE_COMMIT, 100, 6)).isEqualTo(Outcome.COMMITTED);
        assertThat(of(TransactionState.COMPLETE_ABORT, 100, 6)).isEqualTo(Outcome.LOST);
        assertThat(of(TransactionState.PREPARE_ABORT, 100, 6)).isEqualTo(Outcome.LOST);
    }

    @Test
    void anIdThatHasGoneOnProvesTheCommit() {
        assertThat(of(TransactionState.EMPTY, 100, 6)).isEqualTo(Outcome.COMMITTED);
        assertThat(of(TransactionState.ONGOING, 100, 6)).isEqualTo(Outcome.COMMITTED);
        assertThat(of(TransactionState.ONGOING, 100, 7)).isEqualTo(Outcome.COMMITTED);
        assertThat(of(TransactionState.COMPLETE_ABORT, 100, 8)).isEqualTo(Outcome.COMMITTED);
        assertThat(of(TransactionState.EMPTY, 101, 0)).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void idsAreReadBackWhateverThePrefixLooksLike() {
        TransactionIds ids = new TransactionIds("my-app-1", "job-7", 12, 3, 2, 4);
        assertThat(ids.id(9)).isEqualTo("my-app-1-job-7-12-3-2.4-9");
        assertThat(TransactionIds.parse("my-app-1", ids.id(9))).contains(ids);
        assertThat(TransactionIds.parse("my-app", "my-app-other")).isEmpty();
        assertThat(TransactionIds.parse("your-app", ids.id(9))).isEmpty();
        assertThat(new TransactionIds("p", "j", 1, 0, 2, 0).generation())
                .isGreaterThan(new TransactionIds("p", "j", 1, 0, 1, 9).generation());
    }
}
