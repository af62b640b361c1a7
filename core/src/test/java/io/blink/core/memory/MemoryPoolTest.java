package io.blink.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
    private static final long KB = 1 << 10;

    private final MemoryPool pool = new MemoryPool("slot 0", 1000 * KB);

    @Test
    void whoIsRefusedHasTheLargestOtherAskedToSpill() {
        MemoryReservation small = pool.open("small");
        MemoryReservation large = pool.open("large");
        MemoryReservation late = pool.open("late");
        small.grow(300 * KB);
        small.setRevocable(300 * KB);
        large.grow(700 * KB);
        large.setRevocable(650 * KB);
        assertThat(late.tryGrow(1)).isFalse();
        assertThat(large.revocationRequested()).isTrue();
        assertThat(small.revocationRequested()).isFalse();
        assertThat(pool.usedBytes()).isEqualTo(1000 * KB);
    }

    @Test
    void nobodySpillsForWhoHasEnoughOrCanDoWithout() {
        MemoryReservation holder = pool.open("holder");
        MemoryReservation sort = pool.open("sort");
        holder.grow(800 * KB);
        holder.setRevocable(800 * KB);
        sort.grow(150 * KB);
        assertThat(sort.tryGrow(100 * KB)).isFalse();
        MemoryReservation partial = pool.open("partial");
        assertThat(partial.tryGrowFree(100 * KB)).isFalse();
        assertThat(holder.revocationRequested()).isFalse();
        assertThat(partial.tryGrowFree(50 * KB)).isTrue();
    }

    @Test
    void whoCannotDoWithoutGetsWhatOthersCanGiveBack() {
        MemoryReservation holder = pool.open("holder");
        MemoryReservation other = pool.open("other");
        MemoryReservation needy = pool.open("needy");
        holder.grow(600 * KB);
        holder.setRevocable(600 * KB);
        other.grow(400 * KB);
        other.setRevocable(300 * KB);
        needy.grow(700 * KB);
        assertThat(holder.revocationRequested()).isTrue();
        assertThat(other.revocationRequested()).isTrue();
        assertThat(pool.usedBytes()).isEqualTo(1700 * KB);
        assertThat(other.tryGrow(1)).as("nobody else takes more meanwhile").isFalse();
        holder.close();
        other.shrink(300 * KB);
        assertThat(pool.freeBytes()).isEqualTo(200 * KB);
    }

    @Test
    void whatNobodyCanGiveBackIsRefusedWithOperatorReservationAndOption() {
        MemoryReservation holder = pool.open("HashJoin (operator 3, task 1.0)");
        MemoryReservation needy = pool.open("Sort (operator 5, task 2.0)");
        holder.grow(900 * KB);
        holder.setRevocable(100 * KB);
        needy.grow(20 * KB);
        assertThat(needy.tryGrowRequired(181 * KB)).isFalse();
        assertThatThrownBy(() -> needy.grow(181 * KB))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.OUT_OF_MEMORY_BUDGET))
                .hasMessageContaining("Sort (operator 5, task 2.0) holds 20 KB and needs 181 KB more")
                .hasMessageContaining("slot 0 has 80 KB of 1000 KB left")
                .hasMessageContaining("HashJoin (operator 3, task 1.0) holds 900 KB")
                .hasMessageContaining("'taskmanager.memory.managed.size'");
        assertThat(needy.bytes()).isEqualTo(20 * KB);
        assertThat(needy.tryGrowRequired(180 * KB)).isTrue();
    }
}
