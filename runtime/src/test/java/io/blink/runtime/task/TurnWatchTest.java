package io.blink.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnWatchTest {
    private final TurnWatch watch = new TurnWatch();

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void aTurnThatDoesNotEndIsToldWithWhereItStands() {
        watch.begin(new Work(), 0);
        assertThat(watch.look(seconds(29))).isEmpty();
        assertThat(watch.look(seconds(31)))
                .singleElement()
                .asString()
                .contains("Project (operator 1) has kept its thread for 31 s")
                .contains("TurnWatchTest.aTurnThatDoesNotEndIsToldWithWhereItStands");
        assertThat(watch.look(seconds(41))).isEmpty();
        assertThat(watch.look(seconds(62))).hasSize(1);
        watch.end();
        assertThat(watch.look(seconds(999))).isEmpty();
    }

    private static final class Work implements Cooperative {
        @Override
        public Turn run(long deadlineNanos) {
            return Turn.ENDED;
        }

        @Override
        public String activity() {
            return "Project (operator 1)";
        }
    }
}
