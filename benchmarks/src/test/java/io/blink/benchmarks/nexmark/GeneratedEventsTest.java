package io.blink.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedEventsTest {
    private final GeneratedEvents events = new GeneratedEvents(Path.of("/side"), 1000, 50, 2);

    @Test
    void bothEnginesHaveTheSameEvents() {
        List<String> blink = events.definitions(false);
        List<String> flink = events.definitions(true);
        assertThat(flink.subList(0, 4)).isEqualTo(blink.subList(0, 4));
        assertThat(blink.get(0))
                .contains("person ROW<id BIGINT, ", "'events.num' = '1000', 'first-event.rate' = '50', 'splits' = '2'");
        assertThat(blink.get(4)).contains("'path' = 'file:///side'");
        assertThat(flink.get(4)).contains("'connector' = 'side-input'");
    }

    @Test
    void aViewHasTheTimeThatTheWatermarkIsFor() {
        assertThat(events.definitions(true).get(3))
                .isEqualTo(
                        "CREATE TEMPORARY VIEW bid AS SELECT bid.auction, bid.bidder, bid.price, bid.channel, bid.url,"
                                + " `dateTime`, bid.extra FROM events WHERE event_type = 2");
    }
}
