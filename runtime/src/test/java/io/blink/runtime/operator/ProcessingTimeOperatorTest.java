package io.blink.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessingTimeOperatorTest {
    private long millis = 1000;
    private long nanos;
    private final ProcessingTimeOperator operator =
            new ProcessingTimeOperator(new OperatorSpec.AssignProcessingTime(1), () -> millis, () -> nanos);

    private void pass(long elapsedMillis) {
        millis += elapsedMillis;
        nanos += TimeUnit.MILLISECONDS.toNanos(elapsedMillis);
    }

    private long[] times(long... keys) {
        operator.addInput(
                0,
                new Batch(List.of(
                        new LongColumn(keys.length, keys, null),
                        new LongColumn(keys.length, new long[keys.length], null))));
        Batch batch = operator.output();
        assertThat(((LongColumn) batch.column(0).flat()).values()).startsWith(keys);
        LongColumn times = (LongColumn) batch.column(1).flat();
        return java.util.Arrays.copyOf(times.values(), times.size());
    }

    @Test
    void rowsGetTheMomentAndNoneComesBehindTheWatermark() {
        assertThat(times(1, 2)).containsExactly(1_000_000, 1_000_000);
        assertThat(operator.watermarkMicros()).isEqualTo(999_999);
        pass(3);
        assertThat(times(3)).containsExactly(1_003_000);
        assertThat(operator.watermarkMicros()).isEqualTo(1_002_999);
    }

    @Test
    void theWatermarkFollowsTheClockThoughNothingComes() {
        pass(2);
        assertThat(operator.output()).isNull();
        assertThat(operator.watermarkMicros()).as("not asked at each step").isEqualTo(999_999);
        nanos = operator.wakeNanos();
        millis += 8;
        assertThat(operator.output()).isNull();
        assertThat(operator.watermarkMicros()).isEqualTo(1_009_999);
    }

    @Test
    void aClockThatIsSetBackStandsStill() {
        assertThat(times(1)).containsExactly(1_000_000);
        millis = 400;
        assertThat(times(2)).containsExactly(1_000_000);
        assertThat(operator.watermarkMicros()).isEqualTo(999_999);
    }
}
