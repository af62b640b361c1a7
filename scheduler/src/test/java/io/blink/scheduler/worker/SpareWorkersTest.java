package io.blink.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareWorkersTest {
    @Test
    void nobodyStandsByInAnIdleCluster() {
        assertThat(SpareWorkers.missing(1, 0, 0, false)).isZero();
        assertThat(SpareWorkers.kept(1, 0)).isZero();
    }

    @Test
    void whoeverIsIdleWhileOthersWorkStandsBy() {
        assertThat(SpareWorkers.missing(2, 3, 0, false)).isEqualTo(2);
        assertThat(SpareWorkers.missing(2, 3, 1, false)).isEqualTo(1);
        assertThat(SpareWorkers.missing(2, 3, 4, false)).isZero();
        assertThat(SpareWorkers.kept(2, 3)).isEqualTo(2);
    }

    @Test
    void aSpareThatStepsInIsReplaced() {
        assertThat(SpareWorkers.missing(1, 1, 0, false)).isEqualTo(1);
        assertThat(SpareWorkers.missing(1, 0, 0, true)).isEqualTo(1);
    }
}
