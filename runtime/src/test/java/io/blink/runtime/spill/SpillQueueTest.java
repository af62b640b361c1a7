package io.blink.runtime.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.memory.MemoryPool;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class SpillQueueTest {
    private static final int PIECE_BYTES = 100;

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final MemoryPool pool = new MemoryPool("pool", 5_000);
    private final SpillQueue queue = new SpillQueue(waiting::add, pool.open("queue"));

    private void write(int pieces) {
        for (int i = 0; i < pieces; i++) {
            queue.write(PIECE_BYTES, () -> {});
        }
    }

    private void finish(int pieces) {
        for (int i = 0; i < pieces; i++) {
            waiting.remove().run();
        }
    }

    @Test
    void whatWaitsIsAccountedForUntilItIsWritten() {
        write(10);
        assertThat(pool.usedBytes()).isEqualTo(10 * PIECE_BYTES);
        finish(4);
        assertThat(queue.full()).isFalse();
        assertThat(pool.usedBytes()).isEqualTo(6 * PIECE_BYTES);
        finish(6);
        assertThat(queue.full()).isFalse();
        assertThat(pool.usedBytes()).isZero();
    }

    @Test
    void withoutMemoryLessMayWait() {
        write(20);
        assertThat(queue.full()).isFalse();
        pool.open("neighbour").grow(pool.freeBytes());
        write(1);
        assertThat(queue.full()).isTrue();
        finish(18);
        assertThat(queue.full()).isFalse();
    }

    @Test
    void aClosedQueueHoldsNoMemory() {
        write(3);
        queue.close();
        assertThat(pool.usedBytes()).isZero();
        finish(3);
        assertThat(queue.full()).isFalse();
        assertThat(pool.usedBytes()).isZero();
    }
}
