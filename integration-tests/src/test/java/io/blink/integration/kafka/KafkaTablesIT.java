package io.blink.integration.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.benchmarks.chaos.NumberedTopic;
import io.blink.core.error.BlinkException;
import io.blink.integration.sql.SessionEngine;
import io.blink.testing.cluster.KafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics as tables of SQL, in batch and in streaming mode. */
@Timeout(120)
class KafkaTablesIT {
    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private SessionEngine session;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.inFolder(folder).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startSession() {
        session = SessionEngine.local(Map.of(), Map.of("parallelism.default", "2", "table.dml-sync", "true"));
    }

    @AfterEach
    void stopSession() {
        session.close();
    }

    private void create(String table, String columns, String connector, String topic, String options) {
        session.execute("CREATE TABLE " + table + " (" + columns + ") WITH ('connector' = '" + connector
                + "', 'topic' = '" + topic + "', 'properties.bootstrap.servers' = '" + broker.bootstrapServers()
                + "', 'format' = 'json'" + options + ")");
    }

    private List<String> query(String sql) {
        return session.execute(sql).rows().stream()
                .map(row -> String.join("|", row.stream().map(String::valueOf).toList()))
                .toList();
    }

    @Test
    void rowsAreWrittenAndReadWithTheirMetadata() {
        create(
                "events",
                "id INT, name STRING, at TIMESTAMP(3) METADATA FROM 'timestamp', part INT METADATA FROM 'partition' VIRTUAL, `offset` BIGINT METADATA VIRTUAL",
                "kafka",
                "events",
                ", 'scan.startup.mode' = 'earliest-offset', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'events'");
        session.execute("INSERT INTO events SELECT id, name, TIMESTAMP '2024-01-01 10:00:00.5' FROM"
                + " (VALUES (1, 'a'), (2, CAST(NULL AS STRING)), (3, 'c')) AS t (id, name)");
        assertThat(batch("SELECT id, name, at, part FROM events ORDER BY id"))
                .containsExactly(
                        "1|a|2024-01-01 10:00:00.500|0",
                        "2|null|2024-01-01 10:00:00.500|0",
                        "3|c|2024-01-01 10:00:00.500|0");
        assertThat(batch("SELECT COUNT(*), COUNT(DISTINCT `offset`) FROM events"))
                .containsExactly("3|3");
        assertThat(query("SHOW CREATE TABLE events").get(0)).contains("METADATA FROM 'partition' VIRTUAL");
        assertThatThrownBy(() -> session.execute("INSERT INTO events (id, part) VALUES (1, 2)"))
                .hasMessageContaining("'part'")
                .hasMessageContaining("for reading alone");
        assertThatThrownBy(() -> create("wrong", "id INT, o BIGINT METADATA FROM 'ofset'", "kafka", "events", ""))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("has no METADATA 'ofset'")
                .hasMessageContaining("Did you mean 'offset'");
    }

    @Test
    void countsOfAStreamAreUpsertsOfTheirKeys() {
        create(
                "words",
                "word STRING",
                "kafka",
                "words",
                ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'");
        create(
                "counts",
                "word STRING, n BIGINT, PRIMARY KEY (word) NOT ENFORCED",
                "upsert-kafka",
                "counts",
                ", 'key.format' = 'json', 'scan.bounded.mode' = 'latest-offset'");
        session.execute("INSERT INTO words VALUES ('a'), ('b'), ('a'), ('a'), ('c')");
        session.execute("SET 'execution.runtime-mode' = 'streaming'");
        session.execute("INSERT INTO counts SELECT word, COUNT(*) FROM words GROUP BY word");
        assertThatThrownBy(() -> batch("SELECT * FROM counts"))
                .hasMessageContaining("SET 'execution.runtime-mode' = 'streaming'");
        remaining("n BIGINT, words BIGINT", "SELECT n, COUNT(*) FROM counts GROUP BY n");
        assertThat(batch("SELECT * FROM remaining ORDER BY n")).containsExactly("1|2", "3|1");
        session.execute("INSERT INTO words VALUES ('b')");
        session.execute("SET 'execution.runtime-mode' = 'streaming'");
        session.execute("INSERT INTO counts SELECT word, COUNT(*) FROM words GROUP BY word");
        session.execute("DROP TABLE remaining");
        remaining("word STRING, n BIGINT", "SELECT word, n FROM counts WHERE n > 1");
        assertThat(batch("SELECT * FROM remaining ORDER BY word")).containsExactly("a|3", "b|2");
    }

    /** The topic has one partition, which one task reads; two write, each all rows of its keys. */
    @Test
    void tablesSayInHowManyTasksTheyAreReadAndWritten() {
        create(
                "measures",
                "k INT, v INT",
                "kafka",
                "measures",
                ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'scan.parallelism' = '1'");
        create(
                "latest",
                "k INT, n BIGINT, v INT, PRIMARY KEY (k) NOT ENFORCED",
                "upsert-kafka",
                "latest",
                ", 'key.format' = 'json', 'scan.bounded.mode' = 'latest-offset', 'sink.parallelism' = '2'");
        String numbers = IntStream.rangeClosed(1, 400)
                .mapToObj(i -> "(" + i % 7 + ", " + i + ")")
                .collect(Collectors.joining(", "));
        session.execute("INSERT INTO measures VALUES " + numbers);
        session.execute("SET 'execution.runtime-mode' = 'streaming'");
        session.execute("INSERT INTO latest SELECT k, COUNT(*), MAX(v) FROM measures GROUP BY k");
        remaining("k INT, n BIGINT, v INT", "SELECT k, n, v FROM latest");
        assertThat(batch("SELECT * FROM remaining ORDER BY k"))
                .containsExactly("0|57|399", "1|58|400", "2|57|394", "3|57|395", "4|57|396", "5|57|397", "6|57|398");
    }

    @Test
    void rowsThatLaterOnesOfTheSameBatchReplaceMayBeLeftOut() {
        String key = ", 'key.format' = 'json', 'scan.bounded.mode' = 'latest-offset'";
        create(
                "compacted",
                "k INT, v STRING, PRIMARY KEY (k) NOT ENFORCED",
                "upsert-kafka",
                "compacted",
                key + ", 'sink.buffer-flush.max-rows' = '1000', 'sink.buffer-flush.interval' = '1 s'");
        create(
                "records",
                "v STRING, `offset` BIGINT METADATA VIRTUAL",
                "kafka",
                "compacted",
                ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'");
        session.execute("INSERT INTO compacted VALUES (1, 'a'), (2, 'b'), (1, 'c'), (3, 'd'), (1, 'e')");
        assertThat(batch("SELECT v FROM records ORDER BY v")).containsExactly("b", "d", "e");
        assertThatThrownBy(() -> session.execute(
                        "INSERT INTO compacted /*+ OPTIONS('sink.buffer-flush.max-rows' = '-1') */ VALUES (1, 'a')"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("'sink.buffer-flush.max-rows' is less than 0");
    }

    private List<String> batch(String sql) {
        session.execute("SET 'execution.runtime-mode' = 'batch'");
        return query(sql);
    }

    /** What is left of a query's changes at its end. */
    private void remaining(String columns, String query) {
        session.execute("SET 'execution.runtime-mode' = 'streaming'");
        session.execute("CREATE TABLE remaining (" + columns + ") WITH ('connector' = 'filesystem', 'format' = 'json',"
                + " 'path' = '" + folder.resolve("remaining-" + System.nanoTime()) + "')");
        session.execute("INSERT INTO remaining " + query);
    }

    @Test
    void rowsMaySayToWhichTopicTheyGo() {
        String bounded = ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'";
        create("routed", "id INT, place STRING METADATA FROM 'topic'", "kafka", "north; south", bounded);
        session.execute("INSERT INTO routed VALUES (1, 'north'), (2, 'south'), (3, 'south'), (4, 'north')");
        assertThat(batch("SELECT place, SUM(id), COUNT(*) FROM routed GROUP BY place ORDER BY place"))
                .containsExactly("north|5|2", "south|5|2");
        assertThatThrownBy(() -> session.execute("INSERT INTO routed VALUES (5, 'west')"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("METADATA 'topic' is 'west' of a row, and not one of north;south");
        assertThatThrownBy(() -> session.execute("INSERT INTO routed VALUES (5, CAST(NULL AS STRING))"))
                .hasMessageContaining("METADATA 'topic' is NULL of a row");
        create("unrouted", "id INT, place STRING METADATA FROM 'topic' VIRTUAL", "kafka", "north; south", bounded);
        assertThatThrownBy(() -> session.execute("INSERT INTO unrouted VALUES (6)"))
                .hasMessageContaining("rows are written to one topic, unless a column METADATA 'topic' says to which");
    }

    @Test
    void rowsOfThePartitionThatIsReadLastAreNotLate() {
        NumberedTopic.create(broker, "readings", 2);
        create(
                "readings",
                "k INT, at TIMESTAMP(3), part INT METADATA FROM 'partition' VIRTUAL, WATERMARK FOR at AS at",
                "kafka",
                "readings",
                ", 'key.format' = 'json', 'key.fields' = 'k', 'scan.startup.mode' = 'earliest-offset',"
                        + " 'scan.bounded.mode' = 'latest-offset'");
        session.execute("SET 'parallelism.default' = '1'");
        for (String hour : List.of("10", "11", "12")) {
            session.execute("INSERT INTO readings SELECT k, TIMESTAMP '2024-01-01 " + hour
                    + ":00:00' FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) AS t (k)");
        }
        assertThat(batch("SELECT COUNT(DISTINCT part) FROM readings")).containsExactly("2");
        remaining(
                "start TIMESTAMP(3), n BIGINT",
                "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(at), INTERVAL '1' HOUR))"
                        + " GROUP BY window_start, window_end");
        assertThat(batch("SELECT n FROM remaining ORDER BY start")).containsExactly("8", "8", "8");
    }

    @Test
    void partitionsThatWaitForEachOtherAreReadToTheirEnds() {
        NumberedTopic.create(broker, "drifting", 2);
        create(
                "drifting",
                "k INT, at TIMESTAMP(3), part INT METADATA FROM 'partition' VIRTUAL, WATERMARK FOR at AS at",
                "kafka",
                "drifting",
                ", 'key.format' = 'json', 'key.fields' = 'k', 'scan.startup.mode' = 'earliest-offset',"
                        + " 'scan.bounded.mode' = 'latest-offset', 'scan.watermark.alignment.group' = 'g',"
                        + " 'scan.watermark.alignment.max-drift' = '10 s',"
                        + " 'scan.watermark.alignment.update-interval' = '20 ms'");
        session.execute(
                "CREATE TABLE made (id BIGINT, at TIMESTAMP(3)) WITH ('connector' = 'datagen',"
                        + " 'number-of-rows' = '20000', 'splits' = '1', 'fields.id.kind' = 'sequence', 'fields.at.interval' = '1 s')");
        session.execute("INSERT INTO drifting SELECT CAST(id % 8 AS INT), at FROM made");
        assertThat(batch("SELECT COUNT(DISTINCT part) FROM drifting")).containsExactly("2");
        session.execute("SET 'parallelism.default' = '2'");
        remaining(
                "start TIMESTAMP(3), n BIGINT",
                "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE drifting, DESCRIPTOR(at), INTERVAL '1' HOUR))"
                        + " GROUP BY window_start, window_end");
        assertThat(batch("SELECT SUM(n), COUNT(*) FROM remaining")).containsExactly("20000|6");
    }

    @Test
    void changesOfADatabaseAreFollowed() {
        session.execute("CREATE TABLE changes (line STRING) WITH ('connector' = 'kafka', 'topic' = 'changes',"
                + " 'properties.bootstrap.servers' = '" + broker.bootstrapServers() + "', 'format' = 'raw')");
        session.execute("INSERT INTO changes VALUES ('{\"after\":{\"id\":1,\"v\":10},\"op\":\"c\"}'),"
                + " ('{\"before\":{\"id\":1,\"v\":10},\"after\":{\"id\":1,\"v\":15},\"op\":\"u\"}'),"
                + " ('{\"after\":{\"id\":2,\"v\":7},\"op\":\"c\"}'), ('{\"before\":{\"id\":2,\"v\":7},\"op\":\"d\"}')");
        session.execute(
                "CREATE TABLE accounts (id INT, v BIGINT) WITH ('connector' = 'kafka', 'topic' = 'changes',"
                        + " 'properties.bootstrap.servers' = '" + broker.bootstrapServers()
                        + "', 'format' = 'debezium-json', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset')");
        remaining("n BIGINT, s BIGINT", "SELECT COUNT(*), SUM(v) FROM accounts");
        assertThat(batch("SELECT * FROM remaining")).containsExactly("1|15");
    }

    @Test
    void changesSayWhereTheyComeFrom() {
        session.execute("CREATE TABLE from_shops (line STRING) WITH ('connector' = 'kafka', 'topic' = 'shops',"
                + " 'properties.bootstrap.servers' = '" + broker.bootstrapServers() + "', 'format' = 'raw')");
        session.execute("INSERT INTO from_shops VALUES"
                + " ('{\"after\":{\"id\":1},\"op\":\"c\",\"ts_ms\":1704103200123,\"source\":{\"db\":\"north\"}}'),"
                + " ('{\"after\":{\"id\":1},\"op\":\"c\",\"ts_ms\":1704103200124,\"source\":{\"db\":\"south\"}}')");
        session.execute(
                "CREATE TABLE shops (id INT, shop STRING METADATA FROM 'value.source.database' VIRTUAL, `offset` BIGINT METADATA"
                        + " VIRTUAL, seen TIMESTAMP(3) METADATA FROM 'value.ingestion-timestamp' VIRTUAL) WITH ('connector' = 'kafka',"
                        + " 'topic' = 'shops', 'properties.bootstrap.servers' = '" + broker.bootstrapServers()
                        + "', 'format' = 'debezium-json', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset')");
        session.execute("SET 'table.local-time-zone' = 'UTC'");
        remaining(
                "shop STRING, id INT, seen TIMESTAMP(3), o BIGINT",
                "SELECT shop, id, seen, `offset` FROM shops WHERE shop <> ''");
        assertThat(batch("SELECT * FROM remaining ORDER BY shop"))
                .containsExactly("north|1|2024-01-01 10:00:00.123|0", "south|1|2024-01-01 10:00:00.124|1");
        session.execute("SET 'execution.runtime-mode' = 'streaming'");
        assertThatThrownBy(() -> {
                    create(
                            "no_envelope",
                            "id INT, shop STRING METADATA FROM 'value.source.database' VIRTUAL",
                            "kafka",
                            "shops",
                            "");
                    session.execute("SELECT * FROM no_envelope");
                })
                .hasMessageContaining(
                        "column 'shop' is METADATA 'value.source.database', which format 'json' does not have");
    }

    private void createAvro(String table, String columns, String connector, String topic, String options) {
        session.execute("CREATE TABLE " + table + " (" + columns + ") WITH ('connector' = '" + connector
                + "', 'topic' = '" + topic + "', 'properties.bootstrap.servers' = '" + broker.bootstrapServers()
                + "', 'key.format' = 'avro', 'value.format' = 'avro'" + options + ")");
    }

    @Test
    void keysAndValuesMayBeAvro() {
        String columns =
                "id BIGINT, name STRING, price DECIMAL(30, 2), at TIMESTAMP(3), seen TIMESTAMP_LTZ(6), day DATE,"
                        + " tags MAP<STRING, INT>, parts ARRAY<ROW<a INT, b STRING>>, PRIMARY KEY (id) NOT ENFORCED";
        createAvro(
                "goods",
                columns,
                "upsert-kafka",
                "goods",
                ", 'value.fields-include' = 'EXCEPT_KEY', 'scan.bounded.mode' = 'latest-offset'");
        session.execute("SET 'table.local-time-zone' = 'UTC'");
        for (String price : List.of("1.50", "12345678901234567890.25")) {
            session.execute("INSERT INTO goods SELECT id, name, CAST('" + price + "' AS DECIMAL(30, 2)),"
                    + " TIMESTAMP '2024-01-01 10:00:00.5', CAST(TIMESTAMP '2024-01-01 11:00:00.000001' AS TIMESTAMP_LTZ(6)),"
                    + " DATE '2024-02-29', MAP['x', 1], ARRAY[ROW(id, name)]"
                    + " FROM (VALUES (1, 'a'), (2, CAST(NULL AS STRING))) AS t (id, name)");
        }
        remaining(
                columns.substring(0, columns.indexOf(", PRIMARY")),
                "SELECT id, name, price, at, seen, day, tags, parts FROM goods");
        assertThat(batch("SELECT * FROM remaining ORDER BY id"))
                .containsExactly(
                        "1|a|12345678901234567890.25|2024-01-01 10:00:00.500|2024-01-01 11:00:00.000001|2024-02-29|{\"x\":1}|[{\"a\":1,\"b\":\"a\"}]",
                        "2|null|12345678901234567890.25|2024-01-01 10:00:00.500|2024-01-01 11:00:00.000001|2024-02-29|{\"x\":1}|[{\"a\":2,\"b\":null}]");
    }

    @Test
    void oneRecordThatIsNoAvroIsNamedOrLeftOut() {
        String avro = "', 'properties.bootstrap.servers' = '" + broker.bootstrapServers() + "', 'format' = 'avro',"
                + " 'scan.startup.mode' = 'earliest-offset'";
        session.execute("CREATE TABLE numbers (n BIGINT, s STRING) WITH ('connector' = 'kafka', 'topic' = 'numbers"
                + avro + ")");
        session.execute(
                "CREATE TABLE numbers_as_they_are (bytes BYTES) WITH ('connector' = 'kafka', 'topic' = 'numbers',"
                        + " 'properties.bootstrap.servers' = '" + broker.bootstrapServers() + "', 'format' = 'raw')");
        session.execute("CREATE TABLE generated (n BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '2000',"
                + " 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '2000')");
        session.execute("INSERT INTO numbers SELECT n, CAST(n AS STRING) FROM generated");
        session.execute("INSERT INTO numbers_as_they_are VALUES (X'0202FEFFFFFF0F')");
        session.execute("INSERT INTO numbers SELECT n, CAST(n AS STRING) FROM generated");
        assertThatThrownBy(() -> batch("SELECT COUNT(*) FROM numbers"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("topic 'numbers', partition 0, offset 2000 cannot be read: 's': ");
        session.execute("CREATE TABLE readable (n BIGINT, s STRING) WITH ('poison-records' = 'skip',"
                + " 'connector' = 'kafka', 'topic' = 'numbers" + avro + ")");
        assertThat(batch("SELECT COUNT(*), SUM(n), COUNT(s) FROM readable")).containsExactly("4000|4002000|4000");
    }
}
