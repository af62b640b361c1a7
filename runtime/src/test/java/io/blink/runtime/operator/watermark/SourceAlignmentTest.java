package io.blink.runtime.operator.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WatermarkAlignment;
import io.blink.runtime.control.WatermarkLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Watermarks lie 5 behind, a split may be 100 ahead, and the group is updated every second. */
class SourceAlignmentTest {
    private static final List<Integer> BOTH = List.of(1, 2);

    private final List<String> reports = new ArrayList<>();
    private long nanos;
    private int released;

    private SourceAlignment alignment(long idleMillis) {
        OperatorSpec.AssignWatermark spec =
                new OperatorSpec.AssignWatermark(0, 5, idleMillis, null, new WatermarkAlignment("g", 100, 1000));
        SourceAlignment alignment = new SourceAlignment(
                spec, () -> nanos, (id, micros, idle) -> reports.add(id + ": " + (idle ? "idle" : micros)));
        alignment.listener(() -> released++);
        return alignment;
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static void answer(SourceAlignment alignment, long reportId, long othersMicros) {
        alignment.limit(WatermarkLimit.newBuilder()
                .setReportId(reportId)
                .setOthersMicros(othersMicros)
                .build());
    }

    private static List<Integer> held(SourceAlignment alignment, List<Integer> open) {
        alignment.refresh(open);
        return open.stream().filter(alignment::holds).toList();
    }

    @Test
    void aSplitFurtherAheadThanTheDriftIsHeldUntilTheSlowestComesCloser() {
        SourceAlignment alignment = alignment(0);
        assertThat(held(alignment, BOTH)).isEmpty();
        answer(alignment, 1, Long.MAX_VALUE);
        alignment.note(1, 1000);
        alignment.note(2, 1100);
        assertThat(held(alignment, BOTH)).isEmpty();
        alignment.note(2, 1101);
        assertThat(held(alignment, BOTH)).containsExactly(2);
        alignment.note(1, 1001);
        assertThat(held(alignment, BOTH)).isEmpty();
    }

    @Test
    void theSlowestOfAnotherTaskHoldsSplitsToo() {
        SourceAlignment alignment = alignment(0);
        held(alignment, BOTH);
        alignment.note(1, 1000);
        alignment.note(2, 1000);
        answer(alignment, 1, 700);
        assertThat(held(alignment, BOTH)).isEqualTo(BOTH);
        answer(alignment, 2, 900);
        assertThat(released).isEqualTo(2);
        assertThat(held(alignment, BOTH)).isEmpty();
    }

    @Test
    void anAnswerToAnEarlierReportSaysNothing() {
        SourceAlignment alignment = alignment(0);
        held(alignment, BOTH);
        alignment.note(1, 1000);
        alignment.note(2, 1000);
        answer(alignment, 2, 900);
        answer(alignment, 1, 100);
        assertThat(held(alignment, BOTH)).isEmpty();
    }

    @Test
    void nobodyWaitsForASplitThatIsIdle() {
        SourceAlignment alignment = alignment(50);
        held(alignment, BOTH);
        answer(alignment, 1, Long.MAX_VALUE);
        alignment.note(1, 10);
        alignment.note(2, 1000);
        assertThat(held(alignment, BOTH)).containsExactly(2);
        pass(60);
        assertThat(held(alignment, BOTH)).isEmpty();
    }

    @Test
    void aSplitThatIsHeldIsNotIdle() {
        SourceAlignment alignment = alignment(50);
        held(alignment, BOTH);
        answer(alignment, 1, Long.MAX_VALUE);
        alignment.note(2, 1000);
        alignment.note(1, 10);
        for (int i = 0; i < 4; i++) {
            pass(20);
            alignment.note(1, 11 + i);
            assertThat(held(alignment, BOTH)).containsExactly(2);
        }
        alignment.update();
        pass(1000);
        alignment.note(1, 950);
        alignment.update();
        assertThat(reports).containsExactly("1: 9", "2: 945");
    }

    @Test
    void theOthersDoNotRunAwayFromASplitThatIsAboutToBegin() {
        SourceAlignment alignment = alignment(0);
        held(alignment, BOTH);
        answer(alignment, 1, Long.MAX_VALUE);
        alignment.note(2, 1000);
        assertThat(held(alignment, BOTH)).isEmpty();
        alignment.note(2, 1101);
        assertThat(held(alignment, BOTH)).containsExactly(2);
        pass(10_000);
        assertThat(held(alignment, BOTH)).isEmpty();
    }

    @Test
    void aSplitThatEndedHoldsNobody() {
        SourceAlignment alignment = alignment(0);
        held(alignment, BOTH);
        answer(alignment, 1, Long.MAX_VALUE);
        alignment.note(1, 10);
        alignment.note(2, 1000);
        assertThat(held(alignment, BOTH)).containsExactly(2);
        assertThat(held(alignment, List.of(2))).isEmpty();
    }

    @Test
    void theMasterHearsEverySoOftenWhereTheSourceIs() {
        SourceAlignment alignment = alignment(50);
        alignment.update();
        held(alignment, BOTH);
        alignment.note(1, 300);
        alignment.note(2, 310);
        alignment.update();
        assertThat(reports).containsExactly("1: " + Long.MIN_VALUE);
        assertThat(alignment.updateNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        pass(999);
        alignment.note(2, 320);
        pass(1);
        alignment.update();
        pass(1000);
        alignment.update();
        alignment.end();
        assertThat(reports).containsExactly("1: " + Long.MIN_VALUE, "2: 315", "3: idle", "4: idle");
        assertThat(alignment.updateNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
