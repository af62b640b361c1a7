package io.blink.runtime.operator.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WatermarkEmission;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatermarkOperatorTest {
    private long nanos;

    private WatermarkOperator operator(long idleMillis) {
        return new WatermarkOperator(new OperatorSpec.AssignWatermark(0, 5, idleMillis), "test", () -> nanos, null);
    }

    private static void row(WatermarkOperator operator, long time) {
        operator.addInput(0, new Batch(List.of(new LongColumn(1, new long[] {time}, null))));
        assertThat(operator.output()).isNotNull();
    }

    @Test
    void followsTheLatestTimeAndNeverFalls() {
        WatermarkOperator operator = operator(0);
        row(operator, 100);
        row(operator, 50);
        assertThat(operator.watermarkMicros()).isEqualTo(95);
    }

    @Test
    void theSlowestSplitHoldsTheWatermarkBackUntilItEnds() {
        WatermarkOperator operator = operator(0);
        operator.origin(1, List.of(1, 2));
        row(operator, 100);
        assertThat(operator.watermarkMicros()).isEqualTo(Long.MIN_VALUE);
        operator.origin(2, List.of(1, 2));
        row(operator, 30);
        assertThat(operator.watermarkMicros()).isEqualTo(25);
        operator.origin(1, List.of(1));
        row(operator, 90);
        assertThat(operator.watermarkMicros()).isEqualTo(95);
    }

    @Test
    void anIdleSplitDoesNotHoldTheWatermarkBack() {
        WatermarkOperator operator = operator(10);
        operator.origin(1, List.of(1, 2));
        row(operator, 100);
        nanos += 10_000_000;
        row(operator, 110);
        assertThat(operator.watermarkMicros()).isEqualTo(105);
    }

    private WatermarkOperator emitting(long gapRows, long intervalMillis) {
        WatermarkEmission emission = new WatermarkEmission(gapRows, intervalMillis);
        return new WatermarkOperator(
                new OperatorSpec.AssignWatermark(0, 5, 0, emission, null), "test", () -> nanos, null);
    }

    @Test
    void aGapHoldsTheWatermarkUntilSoManyRowsCame() {
        WatermarkOperator operator = emitting(3, 0);
        row(operator, 100);
        row(operator, 110);
        assertThat(operator.watermarkMicros()).isEqualTo(Long.MIN_VALUE);
        row(operator, 120);
        assertThat(operator.watermarkMicros()).isEqualTo(115);
        row(operator, 130);
        assertThat(operator.watermarkMicros()).isEqualTo(115);
        assertThat(operator.wakeNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anIntervalHoldsTheWatermarkUntilItIsOverThoughNoRowComes() {
        WatermarkOperator operator = emitting(0, 200);
        row(operator, 100);
        assertThat(operator.watermarkMicros()).isEqualTo(Long.MIN_VALUE);
        assertThat(operator.wakeNanos()).isEqualTo(200_000_000);
        nanos = operator.wakeNanos();
        assertThat(operator.watermarkMicros()).isEqualTo(95);
        assertThat(operator.wakeNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
