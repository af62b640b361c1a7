package io.blink.hive.catalog;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.catalog.CatalogDatabase;
import io.blink.core.spi.catalog.CatalogFunction;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.core.type.DataType;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.HiveFileFormat;
import io.blink.hive.metastore.MetastoreColumn;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreStorage;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.TableKind;
import io.blink.hive.metastore.TestingMetastore;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HiveCatalogTest {
    private final TestingMetastore metastore = new TestingMetastore();
    private final HiveCatalog catalog =
            new HiveCatalog("h", "default", MetastoreReference.of("thrift://host:9083", "me"), metastore);

    @Test
    void hiveTableKeepsItsColumnsFormatAndProperties() {
        CatalogTable created = hiveTable(
                "Sales",
                List.of(
                        column("ID", "BIGINT NOT NULL"),
                        column("year", "INT"),
                        column("Sold", "TIMESTAMP(3)"),
                        column("amount", "DECIMAL(10, 2)")),
                List.of("year"),
                Map.of("format", "ORC", "orc.compress", "ZSTD"));
        catalog.createTable(created);
        CatalogTable found = catalog.table("DEFAULT", "sales").orElseThrow();
        assertThat(found.connector()).isEqualTo("hive");
        assertThat(found.columns())
                .containsExactly(
                        column("id", "BIGINT"),
                        column("sold", "TIMESTAMP(3)"),
                        column("amount", "DECIMAL(10, 2)"),
                        column("year", "INT"));
        assertThat(found.partitionKeys()).containsExactly("year");
        assertThat(found.options())
                .containsEntry("format", "orc")
                .containsEntry("orc.compress", "ZSTD")
                .containsEntry("external", "false")
                .containsEntry("location", "file:///warehouse/sales")
                .containsKey("hive.metastore");
        MetastoreTable stored = metastore.findTable("default", "sales").orElseThrow();
        assertThat(stored.storage().serde()).isEqualTo("org.apache.hadoop.hive.ql.io.orc.OrcSerde");
        assertThat(stored.storage().columns())
                .extracting(MetastoreColumn::type)
                .containsExactly("bigint", "timestamp", "decimal(10,2)");
        assertThat(stored.partitionColumns()).containsExactly(new MetastoreColumn("year", "int"));
        assertThat(stored.kind()).isEqualTo(TableKind.MANAGED);
    }

    @Test
    void functionsAreKeptInLowerCase() {
        TablePath path = new TablePath("h", "Default", "Shout");
        catalog.createFunction(new CatalogFunction(path, "acme.Shout", List.of("hdfs://nn/a.jar")));
        assertFails(
                HiveErrorCode.FUNCTION_ALREADY_EXISTS,
                "exists already",
                () -> catalog.createFunction(new CatalogFunction(path, "acme.Other", List.of())));
        assertThat(catalog.listFunctions("DEFAULT")).containsExactly("shout");
        catalog.alterFunction(new CatalogFunction(path, "acme.Louder", List.of()));
        assertThat(catalog.function("default", "SHOUT"))
                .contains(new CatalogFunction(new TablePath("h", "default", "shout"), "acme.Louder", List.of()));
        catalog.dropFunction(path);
        assertThat(catalog.function("default", "shout")).isEmpty();
        assertFails(HiveErrorCode.FUNCTION_NOT_FOUND, "does not exist", () -> catalog.dropFunction(path));
    }

    @Test
    void tableIsRenamed() {
        catalog.createTable(hiveTable("t", List.of(column("id", "INT")), List.of(), Map.of()));
        catalog.renameTable(new TablePath("h", "default", "T"), "Other");
        assertThat(catalog.listTables("default")).containsExactly("other");
    }

    @Test
    void partitionsAreAddedAndDropped() {
        TablePath path = new TablePath("h", "default", "t");
        catalog.createTable(hiveTable(
                "t",
                List.of(column("id", "INT"), column("year", "INT"), column("region", "STRING")),
                List.of("year", "region"),
                Map.of()));
        Map<String, String> europe = Map.of("year", "02024", "region", "a/b");
        catalog.addPartitions(path, List.of(europe), nulls(1), false);
        catalog.addPartitions(
                path,
                List.of(europe, Map.of("year", "2024", "region", "us"), Map.of("year", "2025", "region", "us")),
                nulls(3),
                true);
        assertThat(catalog.listPartitions(path))
                .containsExactly("year=2024/region=a%2Fb", "year=2024/region=us", "year=2025/region=us");
        assertFails(
                HiveErrorCode.PARTITION_ALREADY_EXISTS,
                "year=2024/region=a%2Fb",
                () -> catalog.addPartitions(path, List.of(europe), nulls(1), false));
        assertFails(
                HiveErrorCode.INVALID_PARTITION_VALUE,
                "'x' is no INT",
                () -> catalog.dropPartitions(path, List.of(Map.of("year", "x")), false));
        assertFails(
                HiveErrorCode.PARTITION_NOT_FOUND,
                "no partition {year=1999}",
                () -> catalog.dropPartitions(path, List.of(Map.of("year", "1999")), false));
        catalog.dropPartitions(path, List.of(Map.of("year", "1999")), true);
        catalog.dropPartitions(path, List.of(Map.of("year", "2024")), false);
        assertThat(catalog.listPartitions(path)).containsExactly("year=2025/region=us");
    }

    private static List<String> nulls(int count) {
        return Collections.nCopies(count, null);
    }

    @Test
    void typeThatHiveChangedSinceIsTakenFromHive() {
        catalog.createTable(hiveTable("t", List.of(column("at", "TIMESTAMP(3)")), List.of(), Map.of()));
        metastore.alterTable(
                "default",
                "t",
                table -> table.withStorage(new MetastoreStorage(
                        List.of(new MetastoreColumn("at", "string")),
                        table.storage().location(),
                        table.storage().inputFormat(),
                        table.storage().outputFormat(),
                        table.storage().serde(),
                        Map.of(),
                        0,
                        List.of(),
                        Map.of())));
        assertThat(catalog.table("default", "t").orElseThrow().columns()).containsExactly(column("at", "STRING"));
    }

    @Test
    void externalTableStaysWhereItIsTold() {
        catalog.createTable(hiveTable(
                "t",
                List.of(column("a", "INT")),
                List.of(),
                Map.of("external", "true", "location", "hdfs://nn/data/t")));
        MetastoreTable stored = metastore.findTable("default", "t").orElseThrow();
        assertThat(stored.kind()).isEqualTo(TableKind.EXTERNAL);
        assertThat(stored.storage().location()).contains("hdfs://nn/data/t");
        assertThat(stored.parameters()).containsEntry("EXTERNAL", "TRUE");
    }

    @Test
    void tableOfAnotherConnectorIsKeptWhole() {
        CatalogTable created = new CatalogTable(
                new TablePath("h", "default", "clicks"),
                "datagen",
                List.of(
                        column("id", "BIGINT NOT NULL"),
                        new ColumnDefinition("double_id", DataType.parse("BIGINT"), "id * 2", "computed"),
                        column("at", "TIMESTAMP(3)"),
                        column("r", "ROW<`a b` INT, c ARRAY<STRING>>")),
                List.of("at"),
                List.of("id"),
                Map.of("rows-per-second", "5"),
                new WatermarkDefinition("at", "at - INTERVAL '1' SECOND"),
                null,
                "for tests");
        catalog.createTable(created);
        assertThat(catalog.table("default", "clicks")).contains(created);
        assertThat(metastore
                        .findTable("default", "clicks")
                        .orElseThrow()
                        .storage()
                        .columns())
                .isEmpty();
    }

    @Test
    void viewIsItsText() {
        TablePath path = new TablePath("h", "default", "v");
        catalog.createTable(new CatalogTable(
                path, null, List.of(column("a", "INT")), List.of(), List.of(), Map.of(), null, "SELECT 1 AS a", null));
        CatalogTable found = catalog.table("default", "v").orElseThrow();
        assertThat(found.isView()).isTrue();
        assertThat(found.viewText()).isEqualTo("SELECT 1 AS a");
        assertThat(catalog.listTables("default")).containsExactly("v");
        catalog.dropTable(path);
        assertThat(catalog.table("default", "v")).isEmpty();
    }

    @Test
    void databasesAreCreatedListedAndDropped() {
        catalog.createDatabase(new CatalogDatabase("Shop", "the shop", null, Map.of("k", "v")));
        assertThat(catalog.listDatabases()).containsExactly("default", "shop");
        assertThat(catalog.database("SHOP").orElseThrow().properties()).containsEntry("k", "v");
        catalog.dropDatabase("shop", false);
        assertThat(catalog.database("shop")).isEmpty();
    }

    @Test
    void partitionsAreListedSortedAndOnlyOfPartitionedTables() {
        catalog.createTable(hiveTable("p", List.of(column("a", "INT"), column("d", "STRING")), List.of("d"), Map.of()));
        catalog.createTable(hiveTable("u", List.of(column("a", "INT")), List.of(), Map.of()));
        MetastoreTable table = metastore.findTable("default", "p").orElseThrow();
        metastore.addPartitions(
                table,
                List.of(
                        new MetastorePartition(List.of("b"), table.storage(), Map.of()),
                        new MetastorePartition(List.of("a/c"), table.storage(), Map.of())));
        assertThat(catalog.listPartitions(new TablePath("h", "default", "p"))).containsExactly("d=a%2Fc", "d=b");
        assertFails(
                HiveErrorCode.INVALID_TABLE,
                "not partitioned",
                () -> catalog.listPartitions(new TablePath("h", "default", "u")));
        assertFails(
                HiveErrorCode.TABLE_NOT_FOUND,
                "h.default.nope",
                () -> catalog.listPartitions(new TablePath("h", "default", "nope")));
    }

    @Test
    void optionsOfEveryTableAreKept() {
        Map<String, String> options = Map.of("sink.parallelism", "2", "scan.parallelism", "3");
        catalog.createTable(hiveTable("t", List.of(column("a", "INT")), List.of(), options));
        assertThat(catalog.table("default", "t").orElseThrow().options()).containsAllEntriesOf(options);
    }

    @Test
    void whatHiveTablesCannotBeIsRefusedByName() {
        List<ColumnDefinition> columns = List.of(column("a", "INT"), column("b", "DOUBLE"));
        assertFails(
                HiveErrorCode.UNSUPPORTED_FORMAT,
                "Did you mean 'parquet'",
                () -> catalog.createTable(hiveTable("t", columns, List.of(), Map.of("format", "parket"))));
        assertFails(
                HiveErrorCode.TRANSACTIONAL_TABLE,
                "h.default.t",
                () -> catalog.createTable(hiveTable("t", columns, List.of(), Map.of("transactional", "true"))));
        assertFails(
                HiveErrorCode.UNSUPPORTED_TYPE,
                "column b",
                () -> catalog.createTable(hiveTable("t", columns, List.of("b"), Map.of())));
        assertFails(
                HiveErrorCode.INVALID_TABLE,
                "nope",
                () -> catalog.createTable(hiveTable("t", columns, List.of("nope"), Map.of())));
        assertFails(
                HiveErrorCode.INVALID_TABLE,
                "partition columns alone",
                () -> catalog.createTable(hiveTable("t", List.of(column("a", "INT")), List.of("a"), Map.of())));
        assertFails(
                HiveErrorCode.INVALID_TABLE,
                "no columns",
                () -> catalog.createTable(hiveTable("t", List.of(), List.of(), Map.of())));
        assertFails(
                HiveErrorCode.INVALID_TABLE,
                "Did you mean 'sink.partition-commit.policy.kind'",
                () -> catalog.createTable(
                        hiveTable("t", columns, List.of(), Map.of("sink.partition-commit.policy.knd", "metastore"))));
        assertThat(catalog.listTables("default")).isEmpty();
    }

    @Test
    void tableWithAnUnknownFormatCanBeDescribedAndOneOfFlinkIsNamed() {
        metastore.createTable(raw("odd", "com.example.OddSerDe", Map.of()));
        assertThat(catalog.table("default", "odd").orElseThrow().options())
                .containsEntry("format", "com.example.OddSerDe");
        metastore.createTable(raw("f", "x", Map.of("flink.connector", "kafka")));
        assertFails(HiveErrorCode.UNSUPPORTED_FORMAT, "'kafka'", () -> catalog.table("default", "f"));
    }

    private static MetastoreTable raw(String name, String serde, Map<String, String> parameters) {
        MetastoreStorage storage = HiveFileFormat.PARQUET.storage();
        return new MetastoreTable(
                "default",
                name,
                "me",
                TableKind.EXTERNAL,
                new MetastoreStorage(
                        List.of(new MetastoreColumn("a", "int")),
                        Optional.of("file:/x"),
                        storage.inputFormat(),
                        storage.outputFormat(),
                        serde,
                        Map.of(),
                        0,
                        List.of(),
                        Map.of()),
                List.of(),
                parameters,
                Optional.empty(),
                Optional.empty());
    }

    private static ColumnDefinition column(String name, String type) {
        return new ColumnDefinition(name, DataType.parse(type));
    }

    private static CatalogTable hiveTable(
            String name, List<ColumnDefinition> columns, List<String> partitionKeys, Map<String, String> options) {
        return new CatalogTable(
                new TablePath("h", "default", name),
                "hive",
                columns,
                partitionKeys,
                List.of(),
                options,
                null,
                null,
                null);
    }
}
