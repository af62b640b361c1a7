package io.blink.scheduler.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadedActorLoopTest {
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final ThreadedActorLoop loop = new ThreadedActorLoop("loop", failures::add);

    @Test
    void closingWaitsForTheTurnsHandedIn() {
        List<Integer> turns = Collections.synchronizedList(new ArrayList<>());
        for (int turn = 0; turn < 1000; turn++) {
            int number = turn;
            loop.execute(() -> turns.add(number));
        }
        loop.close();
        assertThat(turns).hasSize(1000);
    }

    @Test
    void aClosedLoopDropsWhatComesLater() {
        loop.close();
        loop.execute(() -> failures.add(new AssertionError("ran")));
        loop.schedule(Duration.ZERO, () -> failures.add(new AssertionError("ran")))
                .cancel();
        assertThat(failures).isEmpty();
    }

    @Test
    void aTurnMayCloseItsLoopAndScheduleBehind() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        loop.execute(() -> {
            loop.close();
            loop.schedule(Duration.ZERO, () -> {});
            ended.countDown();
        });
        ended.await();
        loop.close();
        assertThat(failures).isEmpty();
    }
}
