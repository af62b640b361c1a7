package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.engine.Resources;
import io.blink.benchmarks.kafka.BrokerTopics;
import io.blink.testing.cluster.KafkaBroker;
import io.blink.testing.peers.Peer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Events in a topic of a local broker, written once: an object of JSON each, in as many partitions as threads, each of them in the order of event time, so that no row is late. Each engine
 * reads them with its own connector up to what there is. Only {@code side_input} is not the same for both.
 *
 * @param servers the broker
 * @param sideInput a Parquet table, for Blink
 */
record TopicEvents(String servers, String topic, Path sideInput, long events, long rate) implements NexmarkTables {
    /** Makes what is missing; blocks, for some minutes per ten million events. */
    static TopicEvents prepare(
            Path below, KafkaBroker broker, long events, long rate, Resources resources, PrintStream progress) {
        String topic = "nexmark-" + events + "-" + rate + "-" + resources.threads();
        // The folder is there when the topic is complete.
        Path folder = below.resolve("kafka-" + topic).toAbsolutePath();
        TopicEvents made =
                new TopicEvents(broker.bootstrapServers(), topic, folder.resolve(NexmarkData.SIDE_INPUT), events, rate);
        NexmarkData.writeUnlessThere(folder, resources, progress, (blink, unfinished) -> {
            // One of that name was not completed. Its records stay, however old they are.
            BrokerTopics.replace(broker, topic, resources.threads(), Map.of("retention.ms", "-1"));
            made.write(blink);
            NexmarkData.writeSideInput(blink, unfinished);
        });
        return made;
    }

    /** By one writer, which gives each partition the next event in turn. */
    private void write(Peer blink) {
        blink.execute(
                "CREATE TEMPORARY TABLE events WITH (" + NexmarkData.generator(events, rate, 1) + ")",
                NexmarkData.TIMEOUT);
        blink.execute(
                "CREATE TEMPORARY TABLE topic (" + EventStream.COLUMNS + ") WITH (" + options()
                        + ", 'sink.partitioner' = 'round-robin', 'sink.parallelism' = '1')",
                NexmarkData.TIMEOUT);
        blink.execute("INSERT INTO topic " + EventStream.ALL, NexmarkData.TIMEOUT);
    }

    private String options() {
        return "'connector' = 'kafka', 'topic' = '" + topic + "', 'properties.bootstrap.servers' = '" + servers
                + "', 'format' = 'json'";
    }

    @Override
    public List<String> definitions(boolean flink) {
        List<String> statements = new ArrayList<>(EventStream.definitions(
                options() + ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'"));
        statements.add(NexmarkData.sideInput(flink, "file://" + sideInput));
        return statements;
    }
}
