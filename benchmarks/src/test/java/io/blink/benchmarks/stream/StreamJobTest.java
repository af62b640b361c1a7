package io.blink.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamJobTest {
    @Test
    void everyGroupOfEveryWindowIsMeasuredOnce() {
        EmissionLatency latency = new EmissionLatency(0);
        EmissionLatency commit = new EmissionLatency(0);
        StreamJob.Outcome outcome = StreamJob.run(
                """
                SET 'execution.runtime-mode' = 'streaming';
                CREATE TABLE events (item BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at) WITH (
                  'connector' = 'datagen', 'number-of-rows' = '1000', 'start' = 'now', 'splits' = '1',
                  'fields.item.kind' = 'sequence', 'fields.at.interval' = '1 ms');
                CREATE TABLE emitted (window_end TIMESTAMP(6), events BIGINT) WITH ('connector' = 'latency');
                INSERT INTO emitted SELECT window_end, COUNT(*)
                FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, MOD(item, 5);
                """,
                Map.of("taskmanager.numberOfTaskSlots", "2"),
                List.of(new LatencyConnectorFactory(latency, commit)));
        assertThat(outcome.nanos()).isPositive();
        assertThat(latency.histogram().getTotalCount()).isBetween(5L, 10L);
        assertThat(commit.histogram().getTotalCount())
                .isEqualTo(latency.histogram().getTotalCount());
    }
}
