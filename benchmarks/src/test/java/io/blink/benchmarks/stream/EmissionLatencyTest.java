package io.blink.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.LongColumn;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmissionLatencyTest {
    private static final long NOW = TimeUnit.SECONDS.toMicros(Instant.now().getEpochSecond());

    private static void record(EmissionLatency latency, Batch batch) {
        latency.record(batch, new DueRows());
    }

    @Test
    void aRowCountsWithTheTimeSinceItWasDueInEachEncoding() {
        EmissionLatency latency = new EmissionLatency(0);
        long due = NOW - TimeUnit.SECONDS.toMicros(100);
        LongColumn one = new LongColumn(1, new long[] {due}, null);
        record(latency, new Batch(List.of(one)));
        record(latency, new Batch(List.of(new ConstantColumn(3, one))));
        record(latency, new Batch(List.of(new DictionaryColumn(2, new int[] {0, 0}, one))));
        assertThat(latency.histogram().getTotalCount()).isEqualTo(6);
        assertThat(latency.histogram().getMinValue()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toMicros(99));
    }

    @Test
    void rowsDueBeforeTheMeasurementAreLeftOut() {
        EmissionLatency latency = new EmissionLatency(NOW);
        record(latency, new Batch(List.of(new LongColumn(2, new long[] {NOW - 1, NOW}, null))));
        assertThat(latency.histogram().getTotalCount()).isEqualTo(1);
    }

    @Test
    void rowsThatWereDueTogetherCountOneByOneEachTime() {
        EmissionLatency emission = new EmissionLatency(0);
        EmissionLatency commit = new EmissionLatency(0);
        DueRows due = new DueRows();
        emission.record(new Batch(List.of(new LongColumn(3, new long[] {NOW - 9, NOW - 9, NOW - 5}, null))), due);
        emission.record(new Batch(List.of(new LongColumn(2, new long[] {NOW - 5, NOW - 2}, null))), due);
        assertThat(emission.histogram().getTotalCount()).isEqualTo(5);
        DueRows taken = due.take();
        assertThat(taken.runs()).isEqualTo(3);
        commit.record(taken);
        commit.record(due);
        assertThat(commit.histogram().getTotalCount()).isEqualTo(5);
    }

    @Test
    void aRowThatComesTooEarlyCountsAsZero() {
        EmissionLatency latency = new EmissionLatency(0);
        record(latency, new Batch(List.of(new LongColumn(1, new long[] {NOW + TimeUnit.HOURS.toMicros(1)}, null))));
        assertThat(latency.histogram().getMaxValue()).isZero();
    }
}
