package io.blink.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicEventsTest {
    private final TopicEvents events = new TopicEvents("localhost:1", "nexmark", Path.of("/side"), 1000, 50);

    @Test
    void bothEnginesReadTheTopicAsItIs() {
        List<String> blink = events.definitions(false);
        List<String> flink = events.definitions(true);
        assertThat(flink.subList(0, 4)).isEqualTo(blink.subList(0, 4));
        assertThat(blink.get(0))
                .contains(
                        "bid ROW<auction BIGINT, ",
                        "'connector' = 'kafka', 'topic' = 'nexmark', 'properties.bootstrap.servers' = 'localhost:1'",
                        "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'");
        assertThat(blink.get(4)).contains("'path' = 'file:///side'");
        assertThat(flink.get(4)).contains("'connector' = 'side-input'");
    }
}
