package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.integration.cluster.SharedCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of Hive tables in HDFS: Avro, also such as Hive leaves, and small ones that a batch merges. */
class HiveFilesIT {
    private static final String HIVES_SCHEMA = """
            {"type":"record","name":"records","fields":[
              {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},
              {"name":"id","type":["null","long"],"default":null},
              {"name":"code","type":["null",{"type":"string","logicalType":"char","maxLength":3}],"default":null}]}""";

    private final SharedCluster cluster = SharedCluster.get();

    @TempDir
    private Path folder;

    private StreamSession session() {
        return new StreamSession(Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "io.tmp.dirs",
                folder.resolve("engine").toString()));
    }

    private String warehouse(String table) {
        return cluster.hadoop().fileSystem() + "/user/hive/warehouse/hive_files_it.db/" + table;
    }

    @Test
    void avroTablesAreWrittenAndReadAlsoWhereHiveWrote() throws InterruptedException, IOException {
        try (StreamSession session = session()) {
            session.run(cluster.use("hive_files_it") + """
                    CREATE TABLE records (id BIGINT, code CHAR(3), at TIMESTAMP, deep ARRAY<STRUCT<a: MAP<STRING, DECIMAL(7,2)>, b: DATE>>)
                      PARTITIONED BY (y INT) STORED AS AVRO;
                    INSERT INTO records PARTITION (y = 2024)
                      SELECT 1, 'a', TIMESTAMP '2024-03-10 02:30:00.123', ARRAY[ROW(MAP['x', 1.50], DATE '1500-01-01')];
                    INSERT INTO records PARTITION (y = 2024) VALUES (2, CAST(NULL AS CHAR(3)), CAST(NULL AS TIMESTAMP), CAST(NULL AS ARRAY<ROW<a MAP<STRING, DECIMAL(7,2)>, b DATE>>));
                    """);
            writeAsHive(warehouse("records") + "/y=2024/000000_0");
            assertThat(session.run("SELECT id, code, at, deep, y FROM records ORDER BY id;"))
                    .extracting(row ->
                            String.join("|", row.stream().map(String::valueOf).toList()))
                    .containsExactly(
                            "1|a|2024-03-10 02:30:00.123000|[{\"a\":{\"x\":1.50},\"b\":\"1500-01-01\"}]|2024",
                            "2|null|null|null|2024",
                            "3|bc|2024-07-01 08:00:00.000000|null|2024");
            assertThat(session.run(
                            "SELECT COUNT(*) FROM records WHERE at < TIMESTAMP '2024-04-01 00:00:00' AND y = 2024;"))
                    .containsExactly(List.of("1"));
            assertThat(session.run("SHOW CREATE TABLE records;").toString()).contains("STORED AS AVRO");
            assertThatThrownBy(
                            () -> session.run(
                                    "CREATE TABLE own (id INT) STORED AS AVRO TBLPROPERTIES ('avro.schema.url' = 'hdfs:///s.avsc');"))
                    .hasMessageContaining("Blink does not read the columns of table")
                    .hasMessageContaining("'avro.schema.url'");
        }
    }

    private void writeAsHive(String path) throws IOException {
        Schema schema = new Schema.Parser().parse(HIVES_SCHEMA);
        GenericRecord record = new GenericData.Record(schema);
        record.put("at", 1_719_835_200_000L);
        record.put("id", 3L);
        record.put("code", "bc ");
        FileSystems fileSystems = FileSystems.load(getClass().getClassLoader(), Configuration.empty());
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setMeta("writer.time.zone", "America/New_York");
            writer.setMeta("writer.proleptic", "false");
            writer.create(schema, fileSystems.of(path).create(path));
            writer.append(record);
        }
    }

    @Test
    void aBatchOfTwoWritersLeavesOneFileInEachPartition() throws InterruptedException {
        try (StreamSession session = session()) {
            session.run(cluster.use("hive_files_it") + """
                    CREATE TABLE merged (id BIGINT) PARTITIONED BY (part BIGINT) STORED AS AVRO
                    TBLPROPERTIES ('auto-compaction' = 'true', 'sink.parallelism' = '2');
                    CREATE TEMPORARY TABLE files (id BIGINT, part BIGINT, name STRING METADATA FROM 'file.name' VIRTUAL) PARTITIONED BY (part)
                    WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'avro');
                    CREATE TEMPORARY TABLE numbers (id BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '20000',
                      'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '20000');
                    """.formatted(warehouse("merged")));
            String files =
                    "SELECT part, COUNT(*), COUNT(DISTINCT id), COUNT(DISTINCT name) FROM files GROUP BY part ORDER BY part;";
            session.run("INSERT INTO merged SELECT id, id % 3 FROM numbers;");
            assertThat(session.run(files))
                    .containsExactly(
                            List.of("0", "6666", "6666", "1"),
                            List.of("1", "6667", "6667", "1"),
                            List.of("2", "6667", "6667", "1"));
            session.run("INSERT OVERWRITE merged SELECT id, id % 2 FROM numbers;");
            assertThat(session.run(files))
                    .containsExactly(
                            List.of("0", "10000", "10000", "1"),
                            List.of("1", "10000", "10000", "1"),
                            List.of("2", "6667", "6667", "1"));
            assertThat(session.run("SELECT COUNT(*), SUM(id) FROM merged;"))
                    .containsExactly(List.of("26667", "266686667"));
        }
    }
}
