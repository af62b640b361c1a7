package io.blink.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.Split;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.table.KafkaTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** With brokers that answer as they are told. */
class PartitionSplitsTest {
    private final AtomicLong clock = new AtomicLong(-5);
    private final List<Long> asked = new ArrayList<>();
    private int partitions = 1;
    private RuntimeException cause;
    private KafkaErrorCode code = KafkaErrorCode.BROKER_FAILED;

    private Map<TopicPartition, Split> notIn(Set<TopicPartition> seen) {
        asked.add(clock.get());
        if (cause != null) {
            throw new BlinkException(code, "away", cause);
        }
        Map<TopicPartition, Split> found = new LinkedHashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            TopicPartition there = new TopicPartition("t", partition);
            if (!seen.contains(there)) {
                found.put(there, new Split("t-" + partition, "{}", -1, List.of()));
            }
        }
        return found;
    }

    private PartitionSplits splits(boolean bounded) {
        KafkaTable table =
                new KafkaTable("default.t", List.of("t"), null, List.of(), List.of(), false, Configuration.empty());
        return new PartitionSplits(new ScanHandle(table, List.of(), Map.of(), bounded), this::notIn, clock::get);
    }

    private void passes(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static List<String> ids(PartitionSplits splits) {
        return splits.next(10).stream().map(Split::id).toList();
    }

    @Test
    void brokersThatAreAwayAreAskedAgainWithLongerAndLongerWaits() {
        PartitionSplits splits = splits(false);
        assertThat(ids(splits)).containsExactly("t-0");
        cause = new TimeoutException("no node");
        partitions = 2;
        passes(Duration.ofMinutes(5));
        asked.clear();
        long from = clock.get();
        for (int second = 0; second < 100; second++) {
            assertThat(splits.next(10)).isEmpty();
            assertThat(splits.finished()).isFalse();
            passes(Duration.ofSeconds(1));
        }
        assertThat(asked.stream().map(at -> Duration.ofNanos(at - from).toSeconds()))
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L);
        cause = null;
        passes(Duration.ofSeconds(30));
        assertThat(ids(splits)).as("what came while nobody answered").containsExactly("t-1");
        cause = new TimeoutException("again");
        passes(Duration.ofMinutes(5));
        assertThat(splits.next(10)).as("patience begins anew").isEmpty();
    }

    @Test
    void patienceHasAnEnd() {
        for (boolean bounded : new boolean[] {false, true}) {
            cause = new TimeoutException("no node");
            PartitionSplits splits = splits(bounded);
            assertThat(splits.next(10)).isEmpty();
            assertThat(splits.finished()).isFalse();
            Duration patience = bounded ? PartitionSplits.PATIENCE_OF_BOUNDED : PartitionSplits.PATIENCE_OF_STREAM;
            passes(patience.minusSeconds(1));
            assertThat(splits.next(10)).isEmpty();
            passes(Duration.ofSeconds(2));
            assertThatThrownBy(() -> splits.next(10))
                    .isInstanceOfSatisfying(
                            BlinkException.class, e -> assertThat(e.code()).isEqualTo(KafkaErrorCode.BROKER_FAILED))
                    .hasMessage("Table default.t: its partitions could not be listed for " + patience.toMinutes()
                            + " minutes (3 times); the last time: away");
        }
    }

    @Test
    void whatBrokersRefuseForGoodEndsTheJobAtOnce() {
        PartitionSplits splits = splits(false);
        cause = new AuthorizationException("not yours");
        assertThatThrownBy(() -> splits.next(10))
                .isInstanceOf(BlinkException.class)
                .hasMessage("away");
    }

    @Test
    void hostsMayBeKnownLater() {
        PartitionSplits splits = splits(false);
        cause = new ConfigException("No resolvable bootstrap urls");
        code = KafkaErrorCode.UNKNOWN_HOST;
        assertThat(splits.next(10)).isEmpty();
        cause = null;
        passes(Duration.ofSeconds(1));
        assertThat(ids(splits)).containsExactly("t-0");
    }

    /** Brokers that have just come back may not know all topics yet: the time that they were away does not count. */
    @Test
    void aTopicThatIsGoneIsNotWaitedForAsLongAsBrokers() {
        PartitionSplits splits = splits(false);
        cause = new TimeoutException("no node");
        assertThat(splits.next(10)).isEmpty();
        passes(Duration.ofMinutes(20));
        cause = new UnknownTopicOrPartitionException("what topic");
        assertThat(splits.next(10)).isEmpty();
        passes(PartitionSplits.PATIENCE_WITH_TOPIC);
        assertThatThrownBy(() -> splits.next(10)).hasMessageContaining("could not be listed for 1 minutes");
    }

    @Test
    void whatTheClientSaysWhenNobodyAnswersMayPass() {
        Configuration options = Configuration.empty()
                .with("properties.bootstrap.servers", "localhost:1")
                .with("properties.default.api.timeout.ms", "400")
                .with("properties.request.timeout.ms", "200");
        KafkaTable table = new KafkaTable("default.t", List.of("t"), null, List.of(), List.of(), false, options);
        PartitionSplits splits = new PartitionSplits(new ScanHandle(table, List.of(), Map.of(), false), clock::get);
        assertThat(splits.next(10)).isEmpty();
        passes(PartitionSplits.PATIENCE_OF_STREAM);
        assertThatThrownBy(() -> splits.next(10))
                .hasMessageContaining("could not be listed for 30 minutes (2 times); the last time: Table default.t: ")
                .hasMessageContaining("of Kafka at localhost:1 failed");
    }

    @Test
    void boundedScanIsListedOnce() {
        PartitionSplits splits = splits(true);
        assertThat(ids(splits)).containsExactly("t-0");
        assertThat(splits.finished()).isTrue();
        passes(Duration.ofHours(1));
        assertThat(splits.next(10)).isEmpty();
        assertThat(asked).hasSize(1);
    }
}
