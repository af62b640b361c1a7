package io.blink.integration.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two sources of one span of event time: one comes in a second, the other, were it alone, at once, in batches of 41 seconds. In which order their rows arrive shows who waited.
 */
@Timeout(60)
class WatermarkAlignmentTest {
    private static final Duration DRIFT = Duration.ofSeconds(60);
    private static final Duration BATCH = Duration.ofMillis(41_000);
    /** The first one, the one that passes the limit, and those that are on their way from the scan when it does. */
    private static final int BATCHES_BEYOND = 4;

    private static final int SLOW_ROWS = 100;
    private static final int FAST_ROWS = 100_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private SessionEngine session;

    @BeforeEach
    void startSession() {
        session = SessionEngine.local(
                Map.of(), Map.of("parallelism.default", "1", "execution.runtime-mode", "streaming"));
    }

    @AfterEach
    void stopSession() {
        session.close();
    }

    private void create(String table, int rows, String interval, String options) {
        session.execute("CREATE TABLE " + table + " (at TIMESTAMP(3), WATERMARK FOR at AS at) WITH ("
                + "'connector' = 'datagen', 'splits' = '1', 'number-of-rows' = '" + rows
                + "', 'fields.at.interval' = '" + interval + "'" + options + ")");
    }

    private static String aligned(String group) {
        return ", 'scan.watermark.alignment.group' = '" + group + "', 'scan.watermark.alignment.max-drift' = '"
                + DRIFT.toSeconds() + " s', 'scan.watermark.alignment.update-interval' = '20 ms'";
    }

    /** How far rows of the fast table came ahead of the latest row of the slow one. */
    private Duration lead() {
        List<List<String>> rows = session.execute("SELECT 'slow', at FROM slow UNION ALL SELECT 'fast', at FROM fast")
                .rows();
        assertThat(rows).hasSize(SLOW_ROWS + FAST_ROWS);
        LocalDateTime slow = LocalDateTime.of(2024, 1, 1, 0, 0);
        Duration most = Duration.ZERO;
        for (List<String> row : rows) {
            LocalDateTime time = LocalDateTime.parse(row.get(1), TIME);
            if (row.get(0).equals("slow")) {
                slow = time;
            } else if (Duration.between(slow, time).compareTo(most) > 0) {
                most = Duration.between(slow, time);
            }
        }
        return most;
    }

    @Test
    void aSourceWaitsForASlowerOneOfItsGroup() {
        create("slow", SLOW_ROWS, "10 s", ", 'rows-per-second' = '100'" + aligned("both"));
        create("fast", FAST_ROWS, "10 ms", aligned("both"));
        assertThat(lead()).isLessThanOrEqualTo(DRIFT.plus(BATCH.multipliedBy(BATCHES_BEYOND)));
    }
}
