package io.blink.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlotPolicyTest {
    private static final long SECOND = 1_000_000_000L;

    private static SlotRequest request(int slotsMin, int slotsMax, long sinceNanos) {
        return new SlotRequest("owner", slotsMin, slotsMax, sinceNanos, SlotPreference.ofHosts(List.of()), slots -> {});
    }

    private static SlotPolicy.Decision decide(List<SlotRequest> requests, int free, int total, int expected, long now) {
        return SlotPolicy.decide(requests, free, total, expected, 3 * SECOND, now);
    }

    @Test
    void batchTakesWhatThereIsAndSaysWhatIsMissing() {
        SlotPolicy.Decision decision = decide(List.of(request(1, 8, 0), request(1, 2, 0)), 4, 4, 0, SECOND);
        assertThat(decision.slots()).containsExactly(4, 0);
        assertThat(decision.missing()).isEqualTo(2);
    }

    @Test
    void batchWaitsALittleForWorkersOnTheirWay() {
        assertThat(decide(List.of(request(1, 8, 0)), 4, 4, 4, SECOND).slots()).containsExactly(0);
        SlotPolicy.Decision late = decide(List.of(request(1, 8, 0)), 4, 4, 4, 4 * SECOND);
        assertThat(late.slots()).containsExactly(4);
        assertThat(late.waitedInVain()).isTrue();
        assertThat(decide(List.of(request(1, 4, 0)), 4, 4, 4, 4 * SECOND).waitedInVain())
                .as("everything that was asked for is there")
                .isFalse();
    }

    @Test
    void aGangLetsOthersPassOnlyForATime() {
        List<SlotRequest> requests = List.of(request(4, 4, 0), request(1, 1, 0));
        assertThat(decide(requests, 2, 4, 0, SECOND).slots()).containsExactly(0, 1);
        assertThat(decide(requests, 2, 4, 0, 11 * SECOND).slots()).containsExactly(0, 0);
        assertThat(decide(requests, 4, 4, 0, 11 * SECOND).slots()).containsExactly(4, 0);
    }
}
