package io.blink.integration.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.integration.sql.SessionEngine;
import io.blink.testing.cluster.KafkaBroker;
import io.blink.testing.cluster.SchemaRegistryServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records whose schemas lie in a real registry. */
@Timeout(180)
class SchemaRegistryIT {
    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static SchemaRegistryServer registry;
    private SessionEngine session;

    @BeforeAll
    static void startServers() {
        broker = KafkaBroker.inFolder(folder.resolve("kafka")).start();
        registry = SchemaRegistryServer.inFolder(folder.resolve("registry")).start();
    }

    @AfterAll
    static void stopServers() {
        registry.close();
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

    private void create(String table, String columns, String topic, String format, String options) {
        session.execute("CREATE TABLE " + table + " (" + columns + ") WITH ('connector' = 'kafka', 'topic' = '" + topic
                + "', 'properties.bootstrap.servers' = '" + broker.bootstrapServers() + "', 'format' = '" + format
                + "', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'" + options + ")");
    }

    private void createAvro(String table, String columns, String topic) {
        create(table, columns, topic, "avro-confluent", ", 'avro-confluent.url' = '" + registry.url() + "'");
    }

    private List<String> batch(String sql) {
        session.execute("SET 'execution.runtime-mode' = 'batch'");
        return session.execute(sql).rows().stream()
                .map(row -> String.join("|", row.stream().map(String::valueOf).toList()))
                .toList();
    }

    private static String call(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void oldAndNewRecordsAreReadByOldAndNewTables() throws Exception {
        createAvro("orders", "id BIGINT NOT NULL, price DECIMAL(10, 2), at TIMESTAMP(3)", "orders");
        createAvro("later_orders", "id BIGINT NOT NULL, note STRING, price DECIMAL(12, 3)", "orders");
        session.execute("INSERT INTO orders VALUES (1, 1.5, TIMESTAMP '2024-01-01 10:00:00.25'), (2, NULL, NULL)");
        session.execute("INSERT INTO later_orders VALUES (3, 'new', 2.125)");
        assertThat(batch("SELECT * FROM orders ORDER BY id"))
                .containsExactly("1|1.50|2024-01-01 10:00:00.250", "2|null|null", "3|2.13|null");
        assertThat(batch("SELECT id, note, price FROM later_orders ORDER BY id"))
                .containsExactly("1|null|1.500", "2|null|null", "3|new|2.125");
        assertThat(call(HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/orders-value/versions"))))
                .isEqualTo("[1,2]");
    }

    @Test
    void theRegistrysNoIsTheUsersToHear() throws Exception {
        createAvro("amounts", "n BIGINT", "amounts");
        session.execute("INSERT INTO amounts VALUES (1)");
        call(HttpRequest.newBuilder(URI.create(registry.url() + "/config/amounts-value"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}")));
        createAvro("other_amounts", "n BOOLEAN", "amounts");
        assertThatThrownBy(() -> session.execute("INSERT INTO other_amounts VALUES (TRUE)"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("/subjects/amounts-value/versions")
                .hasMessageContaining("does not go with those that the subject has");
        assertThatThrownBy(() -> batch("SELECT * FROM other_amounts"))
                .hasMessageContaining("topic 'amounts', partition 0, offset 0 cannot be read")
                .hasMessageContaining("'n': the schema of the record has long, which cannot be read as BOOLEAN");
    }

    @Test
    void aRecordOfNoSchemaIsNamedOrLeftOut() {
        createAvro("numbers", "n BIGINT", "numbers");
        session.execute("INSERT INTO numbers VALUES (1), (2)");
        create("numbers_as_they_are", "bytes BYTES", "numbers", "raw", "");
        session.execute("INSERT INTO numbers_as_they_are VALUES (X'0000FFFFFF0202')");
        session.execute("INSERT INTO numbers_as_they_are VALUES (X'7B7D')");
        session.execute("INSERT INTO numbers VALUES (3)");
        assertThatThrownBy(() -> batch("SELECT * FROM numbers"))
                .hasMessageContaining("offset 2 cannot be read: the schema registry has no schema 16777215");
        create(
                "readable",
                "n BIGINT",
                "numbers",
                "avro-confluent",
                ", 'poison-records' = 'skip', 'avro-confluent.url' = '" + registry.url() + "'");
        assertThat(batch("SELECT SUM(n) FROM readable")).containsExactly("6");
    }

    @Test
    void aSchemaThatATableGivesIsTheOneThatIsRegistered() throws Exception {
        String schema =
                "{\"type\":\"record\",\"name\":\"Visit\",\"namespace\":\"shop\",\"doc\":\"of a page\",\"fields\":"
                        + "[{\"name\":\"page\",\"type\":[\"string\",\"null\"],\"default\":\"home\"},{\"name\":\"id\",\"type\":\"long\"}]}";
        create(
                "visits",
                "id BIGINT, page STRING",
                "visits",
                "avro-confluent",
                ", 'avro-confluent.url' = '" + registry.url() + "', 'avro-confluent.schema' = '" + schema + "'");
        createAvro("ids", "id BIGINT", "visits");
        session.execute("INSERT INTO visits VALUES (1, 'cart'), (2, NULL)");
        assertThat(call(HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/visits-value/versions/1"))))
                .contains("of a page");
        session.execute("INSERT INTO ids /*+ OPTIONS('avro-confluent.subject' = 'ids') */ VALUES (3)");
        assertThat(batch("SELECT * FROM visits ORDER BY id")).containsExactly("1|cart", "2|null", "3|home");
    }

    @Test
    void changesOfADatabaseAreFollowed() {
        String url = ", 'debezium-avro-confluent.url' = '" + registry.url() + "'";
        create("words", "word STRING", "words", "json", "");
        create("counts", "word STRING, n BIGINT", "counts", "debezium-avro-confluent", url);
        session.execute("INSERT INTO words VALUES ('a'), ('b'), ('a'), ('a')");
        session.execute("SET 'execution.runtime-mode' = 'streaming'");
        session.execute("INSERT INTO counts SELECT word, COUNT(*) FROM words GROUP BY word");
        session.execute("CREATE TABLE remaining (word STRING, n BIGINT) WITH ('connector' = 'filesystem',"
                + " 'format' = 'json', 'path' = '" + folder.resolve("remaining") + "')");
        session.execute("INSERT INTO remaining SELECT word, n FROM counts");
        assertThat(batch("SELECT * FROM remaining ORDER BY word")).containsExactly("a|3", "b|1");
    }
}
