package io.blink.integration.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.benchmarks.chaos.CommittedReader;
import io.blink.benchmarks.chaos.NumberedTopic;
import io.blink.benchmarks.cluster.WorkerProcesses;
import io.blink.integration.sql.SessionEngine;
import io.blink.scheduler.client.JobClient;
import io.blink.testing.cluster.KafkaBroker;
import io.blink.testing.exactlyonce.KeyedSequences;
import io.blink.testing.process.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From topic to topic through the death of workers: a reader that reads along and one that reads at the end, both of committed records, find each key's numbers complete, once and in order. How
 * many rounds and which worker dies follow from {@code blink.chaos.rounds} and {@code blink.chaos.seed}.
 */
class KafkaExactlyOnceIT {
    private static final int KEYS = 8;
    private static final int NUMBERS_A_ROUND = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void nothingIsLostOrDoubledWhenWorkersAreKilled() throws Exception {
        int rounds = Integer.getInteger("blink.chaos.rounds", 2);
        long seed = Long.getLong("blink.chaos.seed", 7L);
        Random random = new Random(seed);
        try (KafkaBroker broker = KafkaBroker.inFolder(folder.resolve("kafka")).start();
                NumberedTopic topic = new NumberedTopic(broker, "numbers", 2, KEYS);
                WorkerProcesses cluster = WorkerProcesses.start(folder.resolve("cluster"), 2, 2);
                SessionEngine session = SessionEngine.remote(cluster.client(), settings());
                JobClient jobs = cluster.client()) {
            NumberedTopic.create(broker, "copies", 2);
            start(session, broker);
            CommittedReader reader = reader(broker, "the reader along");
            CompletableFuture<KeyedSequences> along = CompletableFuture.supplyAsync(reader::read);
            String[] workers = {"w1", "w2"};
            long total = 0;
            for (int round = 0; round < rounds; round++) {
                long before = topic.produce(NUMBERS_A_ROUND);
                Waiting.until(
                        "half of round " + round + " is copied, seed " + seed,
                        PATIENCE,
                        () -> along.isDone() || reader.seen() >= before - NUMBERS_A_ROUND * KEYS / 2);
                topic.produce(NUMBERS_A_ROUND);
                int victim = random.nextInt(workers.length);
                String successor = "r" + round;
                cluster.replace(workers[victim], successor);
                workers[victim] = successor;
                total = topic.produce(NUMBERS_A_ROUND);
            }
            long all = total;
            Waiting.until("everything is copied, seed " + seed, PATIENCE, () -> along.isDone() || reader.seen() >= all);
            long then = lastCheckpoint(jobs);
            // What comes a second time may come with a later commit.
            Waiting.until("two more checkpoints, seed " + seed, PATIENCE, () -> lastCheckpoint(jobs) >= then + 2);
            reader.finish();
            KeyedSequences last = reader(broker, "the last reader").finish().read();
            assertThat(along.get(60, TimeUnit.SECONDS).problems(topic.produced()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(last.problems(topic.produced())).as("seed %d", seed).isEmpty();
            jobs.list().forEach(job -> jobs.cancel(job.jobId()));
        }
    }

    private static long lastCheckpoint(JobClient jobs) {
        return jobs.list().get(0).checkpoints().lastCompleted();
    }

    private static CommittedReader reader(KafkaBroker broker, String name) {
        return new CommittedReader(broker, "copies", KEYS, name, number -> {});
    }

    private static Map<String, String> settings() {
        return Map.of(
                "execution.runtime-mode", "streaming",
                "parallelism.default", "2",
                "execution.checkpointing.interval", "500 ms");
    }

    private static void start(SessionEngine session, KafkaBroker broker) {
        session.execute("""
                CREATE TABLE numbers (k INT, n BIGINT) WITH ('connector' = 'kafka', 'topic' = 'numbers',
                  'properties.bootstrap.servers' = '%s', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset')
                """.formatted(broker.bootstrapServers()));
        session.execute("""
                CREATE TABLE copies (k INT, n BIGINT) WITH ('connector' = 'kafka', 'topic' = 'copies',
                  'properties.bootstrap.servers' = '%s', 'format' = 'json', 'key.format' = 'json', 'key.fields' = 'k',
                  'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'proof')
                """.formatted(broker.bootstrapServers()));
        session.execute("INSERT INTO copies SELECT k, n FROM numbers WHERE n >= 0");
    }
}
