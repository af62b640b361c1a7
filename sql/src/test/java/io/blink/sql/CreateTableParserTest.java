package io.blink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.blink.core.type.DataType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreateTableParserTest {
    @Test
    void flinksFormIsRead() {
        Statement.CreateTable table = parse("""
                CREATE TEMPORARY TABLE IF NOT EXISTS c.d.clicks (
                  id BIGINT NOT NULL COMMENT 'the key',
                  `user` STRING,
                  price DECIMAL(10, 2),
                  tags ARRAY<STRING>,
                  "row" ROW<a INT, b MAP<STRING, INT NOT NULL>>,
                  ts TIMESTAMP(3),
                  cost AS price * 2 + 1 COMMENT 'twice',
                  topic STRING METADATA FROM 'kafka.topic' VIRTUAL,
                  PRIMARY KEY (id) NOT ENFORCED,
                  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
                ) COMMENT 'clicks' PARTITIONED BY (`user`)
                WITH ('connector' = 'datagen', rows.per.second = '5')
                """);
        assertThat(table.table().parts()).containsExactly("c", "d", "clicks");
        assertThat(table.temporary() && table.ifNotExists()).isTrue();
        assertThat(table.columns())
                .extracting(ColumnDefinition::name)
                .containsExactly("id", "user", "price", "tags", "row", "ts", "cost", "topic");
        ColumnDefinition.Physical id =
                (ColumnDefinition.Physical) table.columns().get(0);
        assertThat(id.type()).isEqualTo(DataType.parse("BIGINT NOT NULL"));
        assertThat(id.comment()).contains("the key");
        assertThat(id.position().line()).isEqualTo(2);
        assertThat(((ColumnDefinition.Physical) table.columns().get(4)).type())
                .isEqualTo(DataType.parse("ROW<a INT, b MAP<STRING, INT NOT NULL>>"));
        assertThat(((ColumnDefinition.Computed) table.columns().get(6)).expression())
                .isEqualTo("price * 2 + 1");
        assertThat(((ColumnDefinition.Metadata) table.columns().get(7)).key()).contains("kafka.topic");
        assertThat(table.primaryKey().orElseThrow().columns()).containsExactly("id");
        assertThat(table.watermark().orElseThrow())
                .extracting(WatermarkDefinition::column, WatermarkDefinition::expression)
                .containsExactly("ts", "ts - INTERVAL '5' SECOND");
        assertThat(table.partitionColumns())
                .extracting(PartitionColumn::name, PartitionColumn::type)
                .containsExactly(tuple("user", Optional.empty()));
        assertThat(table.options()).isEqualTo(Map.of("connector", "datagen", "rows.per.second", "5"));
        assertThat(table.storage().isUnspecified()).isTrue();
    }

    @Test
    void hivesFormIsRead() {
        Statement.CreateTable table = parse("""
                CREATE EXTERNAL TABLE sales (a int, s struct<x:int,y:array<string>>, m map<string,int>)
                COMMENT 'x' PARTITIONED BY (dt string COMMENT 'day', h int)
                ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\'
                  COLLECTION ITEMS TERMINATED BY '\\002' MAP KEYS TERMINATED BY ':' LINES TERMINATED BY '\\n' NULL DEFINED AS '\\N'
                STORED AS TEXTFILE LOCATION 'hdfs:///x' TBLPROPERTIES ('k' = 'v')
                """);
        assertThat(table.external()).isTrue();
        assertThat(((ColumnDefinition.Physical) table.columns().get(1)).type())
                .isEqualTo(DataType.parse("ROW<x INT, y ARRAY<STRING>>"));
        assertThat(table.partitionColumns())
                .extracting(PartitionColumn::name, column -> column.type().orElseThrow(), PartitionColumn::comment)
                .containsExactly(
                        tuple("dt", DataType.string(), Optional.of("day")),
                        tuple("h", DataType.parse("INT"), Optional.empty()));
        assertThat(table.storage().storedAs()).contains("TEXTFILE");
        assertThat(table.storage().delimiters())
                .isEqualTo(Map.of(
                        "field.delim", "\t",
                        "escape.delim", "\\",
                        "collection.delim", "\2",
                        "mapkey.delim", ":",
                        "line.delim", "\n",
                        "serialization.null.format", "N"));
        assertThat(table.location()).contains("hdfs:///x");
        assertThat(table.properties()).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void serdeAndFormatsByClassAreRead() {
        StorageFormat storage = parse("""
                        CREATE TABLE t (a INT) ROW FORMAT SERDE 'x.Y' WITH SERDEPROPERTIES ('p' = 'q')
                        STORED AS INPUTFORMAT 'in' OUTPUTFORMAT 'out'
                        """).storage();
        assertThat(storage.serde()).contains("x.Y");
        assertThat(storage.serdeProperties()).containsEntry("p", "q");
        assertThat(storage.inputFormat()).contains("in");
        assertThat(storage.outputFormat()).contains("out");
    }

    @Test
    void tableAsQueryIsReadInBothForms() {
        Statement.CreateTable hive = parse("CREATE TABLE t PARTITIONED BY (d) STORED AS ORC AS SELECT a, d FROM s");
        assertThat(hive.columns()).isEmpty();
        assertThat(hive.query().orElseThrow().text()).isEqualTo("SELECT a, d FROM s");
        Statement.CreateTable flink =
                parse("CREATE TABLE t WITH ('connector' = 'print') AS WITH x AS (SELECT 1) SELECT * FROM x");
        assertThat(flink.options()).containsEntry("connector", "print");
        assertThat(flink.query().orElseThrow().text()).isEqualTo("WITH x AS (SELECT 1) SELECT * FROM x");
    }

    @Test
    void columnsMayBeLeftToTheConnector() {
        assertThat(parse("CREATE TABLE t WITH ('connector' = 'filesystem', 'path' = '/x')")
                        .columns())
                .isEmpty();
    }

    private static Statement.CreateTable parse(String sql) {
        return (Statement.CreateTable) StatementParser.parseScript(sql).get(0).statement();
    }
}
