package io.blink.benchmarks.chaos;

import io.blink.testing.cluster.KafkaBroker;

/** The job: numbered records go from topic to topic by way of their key's count, which is state that a failure may spoil. */
final class CountedCopy {
    static final String SOURCE = "numbers";
    static final String SINK = "copies";

    private CountedCopy() {}

    /** Its statements, the INSERT last. */
    static String script(KafkaBroker broker) {
        String servers = broker.bootstrapServers();
        return """
                CREATE TABLE numbers (k INT, n BIGINT, at AS PROCTIME()) WITH ('connector' = 'kafka', 'topic' = '%s',
                  'properties.bootstrap.servers' = '%s', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset');
                CREATE TABLE copies (k INT, n BIGINT, c BIGINT) WITH ('connector' = 'kafka', 'topic' = '%s',
                  'properties.bootstrap.servers' = '%s', 'format' = 'json', 'key.format' = 'json', 'key.fields' = 'k',
                  'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'chaos');
                INSERT INTO copies SELECT k, n,
                  COUNT(*) OVER (PARTITION BY k ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM numbers;
                """.formatted(SOURCE, servers, SINK, servers);
    }
}
