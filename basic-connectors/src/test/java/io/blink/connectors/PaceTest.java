package io.blink.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long nowNanos = TimeUnit.SECONDS.toNanos(100);

    private Pace tenASecond() {
        return Pace.of(10, nowNanos, () -> nowNanos);
    }

    private void pass(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void rowsComeDueAtTheRate() {
        Pace pace = tenASecond();
        assertThat(pace.due()).isEqualTo(1);
        pass(1050);
        assertThat(pace.due()).isEqualTo(11);
        assertThat(pace.readyAtNanos(11)).isEqualTo(nowNanos + TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void aReaderFromASavepointGoesOnAtOnce() {
        Pace pace = tenASecond();
        pace.resume(100_000);
        assertThat(pace.due()).isEqualTo(100_001);
        pass(1050);
        assertThat(pace.due()).isEqualTo(100_011);
    }

    @Test
    void aReaderThatWasAwayCatchesUp() {
        Pace pace = tenASecond();
        pass(5000);
        pace.resume(20);
        assertThat(pace.due()).isEqualTo(51);
    }

    @Test
    void nothingIsDueBeforeTheStart() {
        Pace pace = Pace.of(10, nowNanos + 1, () -> nowNanos);
        assertThat(pace.due()).isZero();
    }
}
