package io.blink.formats.changelog;

import static io.blink.formats.record.RecordRows.batch;
import static io.blink.formats.record.RecordRows.decode;
import static io.blink.formats.record.RecordRows.encode;
import static io.blink.formats.record.RecordRows.fields;
import static io.blink.formats.record.RecordRows.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.formats.record.MalformedRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangelogFormatsTest {
    private static final String FIELDS = "id INT, v STRING, w DECIMAL(4, 2)";
    private static final Map<String, String> NONE = Map.of();

    @Test
    void debeziumChangesAreRowsOfTheirKinds() throws MalformedRecord {
        assertThat(decode(
                        "debezium-json",
                        FIELDS,
                        NONE,
                        "{\"before\":null,\"after\":{\"id\":1,\"v\":\"a\",\"w\":1.5},\"source\":{\"db\":[1]},\"op\":\"c\",\"ts_ms\":1}",
                        "{\"op\":\"u\",\"after\":{\"id\":1,\"v\":\"b\"},\"before\":{\"id\":1,\"v\":\"a\",\"w\":1.5}}",
                        "{\"before\":{\"id\":1,\"v\":\"b\"},\"after\":null,\"op\":\"d\"}",
                        "{\"after\":{\"id\":2},\"op\":\"r\"}"))
                .containsExactly(
                        "INSERT 1|a|1.50",
                        "UPDATE_BEFORE 1|a|1.50",
                        "UPDATE_AFTER 1|b|null",
                        "DELETE 1|b|null",
                        "INSERT 2|null|null");
        assertThatThrownBy(() ->
                        decode("debezium-json", FIELDS, NONE, "{\"before\":null,\"after\":{\"id\":1},\"op\":\"u\"}"))
                .hasMessageContaining("REPLICA IDENTITY FULL");
        assertThatThrownBy(() -> decode("debezium-json", FIELDS, NONE, "{\"op\":\"x\"}"))
                .hasMessage("'op' is x and none of c, r, u and d");
    }

    @Test
    void debeziumMayCarryItsSchema() throws MalformedRecord {
        Map<String, String> schema = Map.of("debezium-json.schema-include", "true");
        assertThat(decode(
                        "debezium-json",
                        FIELDS,
                        schema,
                        "{\"schema\":{\"a\":[]},\"payload\":{\"after\":{\"id\":3},\"op\":\"c\"}}"))
                .containsExactly("3|null|null");
        assertThatThrownBy(() -> decode("debezium-json", FIELDS, schema, "{\"after\":{\"id\":3},\"op\":\"c\"}"))
                .hasMessageContaining("no 'payload'");
    }

    @Test
    void halfAChangeLeavesNoRow() throws MalformedRecord {
        Map<String, String> lenient = Map.of("debezium-json.ignore-parse-errors", "true");
        assertThat(decode(
                        "debezium-json",
                        FIELDS,
                        lenient,
                        "{\"op\":\"u\",\"before\":{\"id\":1},\"after\":null}",
                        "{\"op\":\"c\",\"after\":{\"id\":2}}"))
                .containsExactly("INSERT 2|null|null");
    }

    @Test
    void canalUpdatesPutBackWhatChanged() throws MalformedRecord {
        assertThat(decode(
                        "canal-json",
                        FIELDS,
                        NONE,
                        "{\"data\":[{\"id\":\"1\",\"v\":\"a\",\"w\":\"1.5\"},{\"id\":\"2\"}],\"type\":\"INSERT\",\"isDdl\":false}",
                        "{\"type\":\"UPDATE\",\"data\":[{\"id\":\"1\",\"v\":\"b\",\"w\":\"1.5\"},{\"id\":\"2\",\"v\":\"x\"}],\"old\":[{\"v\":\"a\"},{\"v\":null}]}",
                        "{\"data\":[{\"id\":\"1\",\"v\":\"b\"}],\"type\":\"DELETE\"}",
                        "{\"data\":null,\"type\":\"CREATE\",\"isDdl\":true}"))
                .containsExactly(
                        "INSERT 1|a|1.50",
                        "INSERT 2|null|null",
                        "UPDATE_BEFORE 1|a|1.50",
                        "UPDATE_AFTER 1|b|1.50",
                        "UPDATE_BEFORE 2|null|null",
                        "UPDATE_AFTER 2|x|null",
                        "DELETE 1|b|null");
        assertThatThrownBy(
                        () -> decode("canal-json", FIELDS, NONE, "{\"type\":\"UPDATE\",\"data\":[{},{}],\"old\":[{}]}"))
                .hasMessageContaining("not the same number");
    }

    /** Each row of a record has it, and what is not there is NULL. */
    @Test
    void debeziumSaysWhereAChangeComesFrom() throws MalformedRecord {
        String columns =
                "`ingestion-timestamp` TIMESTAMP_LTZ(3), `source.timestamp` TIMESTAMP(6), `source.database` STRING,"
                        + " `source.schema` STRING, `source.table` STRING, `source.properties` MAP<STRING, STRING>, `schema` STRING";
        String update =
                "{\"before\":{\"id\":1},\"after\":{\"id\":2},\"source\":{\"ts_ms\":1704103200000,\"db\":\"shop\","
                        + "\"table\":\"t\",\"lsn\":7,\"xmin\":null},\"op\":\"u\",\"ts_ms\":\"1704103200123\"}";
        String source = "2024-01-01 11:00:00.123|2024-01-01 11:00:00.000000|shop|null|t|"
                + "{\"ts_ms\":\"1704103200000\",\"db\":\"shop\",\"table\":\"t\",\"lsn\":\"7\",\"xmin\":null}|";
        assertThat(metadata(
                        "debezium-json", columns, NONE, update, "{\"after\":{\"id\":3},\"op\":\"c\",\"ts_ms\":null}"))
                .containsExactly(
                        "UPDATE_BEFORE 1|" + source + "null",
                        "UPDATE_AFTER 2|" + source + "null",
                        "INSERT 3|null|null|null|null|null|null|null");
        Map<String, String> strict =
                Map.of("debezium-json.schema-include", "true", "debezium-json.fail-on-missing-field", "true");
        assertThat(metadata("debezium-json", columns, strict, "{\"schema\":{\"a\":[]},\"payload\":" + update + "}"))
                .containsExactly("UPDATE_BEFORE 1|" + source + "{\"a\":[]}", "UPDATE_AFTER 2|" + source + "{\"a\":[]}");
        assertThatThrownBy(() -> metadata(
                        "debezium-json",
                        columns,
                        NONE,
                        "{\"after\":{\"id\":3},\"op\":\"c\",\"ts_ms\":" + Long.MAX_VALUE + "}"))
                .hasMessageContaining("is beyond all timestamps");
    }

    @Test
    void canalSaysWhereAChangeComesFrom() throws MalformedRecord {
        String columns = "`database` STRING, `table` STRING, `sql-type` MAP<STRING, INT>, `pk-names` ARRAY<STRING>,"
                + " `ingestion-timestamp` TIMESTAMP_LTZ(3), `event-timestamp` TIMESTAMP(3)";
        String place = "shop|t|{\"id\":4}|[\"id\"]|2024-01-01 11:00:00.123|2024-01-01 11:00:00.000";
        assertThat(metadata(
                        "canal-json",
                        columns,
                        NONE,
                        "{\"data\":[{\"id\":1},{\"id\":2}],\"old\":[{},{\"id\":3}],\"database\":\"shop\",\"table\":\"t\","
                                + "\"sqlType\":{\"id\":4},\"pkNames\":[\"id\"],\"ts\":1704103200123,\"es\":1704103200000,"
                                + "\"type\":\"UPDATE\"}",
                        "{\"data\":[{\"id\":5}],\"type\":\"DELETE\",\"pkNames\":null}"))
                .containsExactly(
                        "UPDATE_BEFORE 1|" + place,
                        "UPDATE_AFTER 1|" + place,
                        "UPDATE_BEFORE 3|" + place,
                        "UPDATE_AFTER 2|" + place,
                        "DELETE 5|null|null|null|null|null|null");
    }

    @Test
    void canalLeavesOtherTablesOut() throws MalformedRecord {
        Map<String, String> only = Map.of("canal-json.database.include", "shop", "canal-json.table.include", "order.*");
        assertThat(decode(
                        "canal-json",
                        FIELDS,
                        only,
                        "{\"database\":\"shop\",\"table\":\"orders\",\"data\":[{\"id\":1}],\"type\":\"INSERT\"}",
                        "{\"database\":\"shop\",\"table\":\"users\",\"data\":[{\"id\":2}],\"type\":\"INSERT\"}",
                        "{\"database\":\"other\",\"table\":\"orders\",\"data\":[{\"id\":3}],\"type\":\"INSERT\"}"))
                .containsExactly("1|null|null");
    }

    @Test
    void whatIsWrittenIsReadAsInsertsAndDeletes() throws MalformedRecord {
        Batch changes = batch(
                "debezium-json",
                fields("id INT, v STRING"),
                "{\"op\":\"c\",\"after\":{\"id\":1,\"v\":\"a\"}}",
                "{\"op\":\"u\",\"before\":{\"id\":1,\"v\":\"a\"},\"after\":{\"id\":1,\"v\":\"b\"}}");
        for (String format : List.of("debezium-json", "canal-json", "maxwell-json", "ogg-json")) {
            List<String> records = encode(format, fields("id INT, v STRING"), NONE, changes);
            assertThat(decode(format, "id INT, v STRING", NONE, records.toArray(String[]::new)))
                    .containsExactly("INSERT 1|a", "DELETE 1|a", "INSERT 1|b");
        }
        assertThat(encode("debezium-json", fields("id INT, v STRING"), NONE, changes)
                        .get(1))
                .isEqualTo("{\"before\":{\"id\":1,\"v\":\"a\"},\"after\":null,\"op\":\"d\"}");
    }

    @Test
    void maxwellUpdatesPutBackWhatChanged() throws MalformedRecord {
        assertThat(decode(
                        "maxwell-json",
                        FIELDS,
                        NONE,
                        "{\"database\":\"test\",\"type\":\"insert\",\"data\":{\"id\":1,\"v\":\"a\",\"w\":1.5}}",
                        "{\"type\":\"update\",\"old\":{\"v\":\"a\"},\"data\":{\"id\":1,\"v\":null,\"w\":1.5},\"ts\":1}",
                        "{\"type\":\"delete\",\"data\":{\"id\":1,\"w\":1.5}}",
                        "{\"type\":\"bootstrap-start\",\"data\":{}}",
                        "{\"type\":\"bootstrap-insert\",\"data\":{\"id\":2}}",
                        "{\"type\":\"table-alter\",\"sql\":\"x\"}"))
                .containsExactly(
                        "INSERT 1|a|1.50",
                        "UPDATE_BEFORE 1|a|1.50",
                        "UPDATE_AFTER 1|null|1.50",
                        "DELETE 1|null|1.50",
                        "INSERT 2|null|null");
        assertThatThrownBy(() -> decode("maxwell-json", FIELDS, NONE, "{\"type\":\"update\",\"data\":{\"id\":1}}"))
                .hasMessage("'old' is missing or null");
        assertThatThrownBy(() -> decode("maxwell-json", FIELDS, NONE, "{\"data\":{\"id\":1}}"))
                .hasMessage("'type' is missing");
    }

    @Test
    void oggHasBothRows() throws MalformedRecord {
        assertThat(decode(
                        "ogg-json",
                        FIELDS,
                        NONE,
                        "{\"before\":null,\"after\":{\"id\":1,\"v\":\"a\"},\"op_type\":\"I\",\"pos\":\"0\"}",
                        "{\"op_type\":\"U\",\"before\":{\"id\":1,\"v\":\"a\"},\"after\":{\"id\":1,\"v\":\"b\"}}",
                        "{\"op_type\":\"D\",\"before\":{\"id\":1,\"v\":\"b\"},\"after\":null}"))
                .containsExactly(
                        "INSERT 1|a|null", "UPDATE_BEFORE 1|a|null", "UPDATE_AFTER 1|b|null", "DELETE 1|b|null");
        assertThatThrownBy(() -> decode("ogg-json", FIELDS, NONE, "{\"op_type\":\"T\"}"))
                .hasMessage("'op_type' is T and none of I, U and D");
        assertThatThrownBy(() -> decode("ogg-json", FIELDS, NONE, "{\"op_type\":\"U\",\"after\":{\"id\":1}}"))
                .hasMessage("'before' is missing or null");
    }

    @Test
    void maxwellAndGoldenGateSayWhereAChangeComesFrom() throws MalformedRecord {
        assertThat(metadata(
                        "maxwell-json",
                        "`database` STRING, `table` STRING, `primary-key-columns` ARRAY<STRING>, `ingestion-timestamp` TIMESTAMP_LTZ(3)",
                        NONE,
                        "{\"database\":\"test\",\"table\":\"e\",\"type\":\"update\",\"ts\":1477053217,\"primary_key_columns\":[\"id\",\"c\"],"
                                + "\"data\":{\"id\":1},\"old\":{\"id\":2}}"))
                .containsExactly(
                        "UPDATE_BEFORE 2|test|e|[\"id\",\"c\"]|2016-10-21 14:33:37.000",
                        "UPDATE_AFTER 1|test|e|[\"id\",\"c\"]|2016-10-21 14:33:37.000");
        assertThat(
                        metadata(
                                "ogg-json",
                                "`table` STRING, `primary-keys` ARRAY<STRING>, `current-timestamp` TIMESTAMP_LTZ(6), `event-timestamp` TIMESTAMP(6)",
                                NONE,
                                "{\"table\":\"PRODUCTS\",\"op_type\":\"I\",\"op_ts\":\"2020-05-13 15:40:06.000000\","
                                        + "\"current_ts\":\"2020-05-13 15:40:07.000001\",\"primary_keys\":[\"id\"],\"after\":{\"id\":1}}"))
                .containsExactly("1|PRODUCTS|[\"id\"]|2020-05-13 15:40:07.000001|2020-05-13 15:40:06.000000");
    }
}
