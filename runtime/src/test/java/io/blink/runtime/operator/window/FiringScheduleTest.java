package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.WindowFiring;
import org.junit.jupiter.api.Test;

class FiringScheduleTest {
    private static final long MILLI_NANOS = 1_000_000;

    @Test
    void anOpenWindowIsDueWhenItsFirstChangeHasWaitedAndAtItsEnd() {
        FiringSchedule schedule = new FiringSchedule(new WindowFiring(10, 0, 0), Long.MIN_VALUE);
        assertThat(schedule.wakeNanos()).isEqualTo(Long.MAX_VALUE);
        schedule.change(5_000, 0);
        schedule.change(5_000, 9 * MILLI_NANOS);
        assertThat(schedule.wakeNanos()).isEqualTo(10 * MILLI_NANOS);
        schedule.tick(9 * MILLI_NANOS);
        assertThat(schedule.pollDue()).isNull();
        schedule.tick(10 * MILLI_NANOS);
        assertThat(schedule.pollDue()).isEqualTo(5_000);
        assertThat(schedule.pollDue()).isNull();
        schedule.change(5_000, 11 * MILLI_NANOS);
        schedule.advance(4_999);
        assertThat(schedule.isDue()).isFalse();
        schedule.advance(5_000);
        assertThat(schedule.takeClosed()).isEmpty();
        assertThat(schedule.pollDue()).isEqualTo(5_000);
        assertThat(schedule.takeClosed()).containsExactly(5_000L);
        assertThat(schedule.isClosed(5_000)).isTrue();
        assertThat(schedule.isClosed(5_001)).isFalse();
    }

    @Test
    void aWindowThatIsNotEarlyIsDueAtItsEndAlone() {
        FiringSchedule schedule = new FiringSchedule(new WindowFiring(WindowFiring.NOT_EARLY, 0, 2), Long.MIN_VALUE);
        schedule.change(5_000, 0);
        schedule.tick(Long.MAX_VALUE / 2);
        assertThat(schedule.isDue()).isFalse();
        schedule.advance(5_000);
        assertThat(schedule.pollDue()).isEqualTo(5_000);
    }

    @Test
    void anEndedWindowTakesRowsForTheAllowedLatenessAndIsDueByTheLateDelayOrWhenItCloses() {
        FiringSchedule schedule = new FiringSchedule(new WindowFiring(0, 10, 2), 6_000);
        schedule.change(5_000, 0);
        schedule.change(7_000, 0);
        schedule.tick(0);
        assertThat(schedule.pollDue()).isEqualTo(7_000);
        assertThat(schedule.pollDue()).isNull();
        schedule.tick(10 * MILLI_NANOS);
        assertThat(schedule.pollDue()).isEqualTo(5_000);
        schedule.change(5_000, 11 * MILLI_NANOS);
        schedule.advance(6_999);
        assertThat(schedule.isClosed(5_000)).isFalse();
        assertThat(schedule.isDue()).isFalse();
        schedule.advance(7_000);
        assertThat(schedule.isClosed(5_000)).isTrue();
        assertThat(schedule.pollDue()).isEqualTo(5_000);
        assertThat(schedule.takeClosed()).containsExactly(5_000L);
    }

    @Test
    void theEndOfInputEndsAndClosesAllWindows() {
        FiringSchedule schedule = new FiringSchedule(new WindowFiring(WindowFiring.NOT_EARLY, 0, 5), Long.MIN_VALUE);
        schedule.hold(1_000);
        schedule.change(2_000, 0);
        schedule.end();
        assertThat(schedule.pollDue()).isEqualTo(2_000);
        assertThat(schedule.isDue()).isFalse();
        assertThat(schedule.takeClosed()).containsExactly(1_000L, 2_000L);
    }
}
