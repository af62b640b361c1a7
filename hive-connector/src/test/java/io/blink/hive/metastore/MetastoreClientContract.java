package io.blink.hive.metastore;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.blink.hive.HiveErrorCode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link MetastoreClient} does; run against the in-memory one and against real metastores. */
abstract class MetastoreClientContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    Path folder;

    private MetastoreClient client;
    private String database;

    abstract MetastoreClient client();

    @BeforeEach
    void createDatabase() {
        client = client();
        database = "db" + DATABASES.incrementAndGet();
        client.createDatabase(new MetastoreDatabase(
                database, Optional.of("for tests"), Optional.of(folder.toUri().toString()), Map.of("owner", "me")));
    }

    @AfterEach
    void dropDatabase() {
        if (client.findDatabase(database).isPresent()) {
            client.dropDatabase(database, true);
        }
    }

    @Test
    void databaseIsFoundAsItWasCreated() {
        MetastoreDatabase found = client.findDatabase(database).orElseThrow();
        assertThat(found.name()).isEqualTo(database);
        assertThat(found.comment()).contains("for tests");
        assertThat(found.parameters()).containsEntry("owner", "me");
        assertThat(MetastoreLocation.same(
                        found.location().orElseThrow(), folder.toUri().toString()))
                .isTrue();
        assertThat(client.databaseNames()).contains(database, "default");
    }

    @Test
    void missingThingsAreEmptyOrNamed() {
        assertThat(client.findDatabase("no_such_database")).isEmpty();
        assertThat(client.findTable(database, "no_such_table")).isEmpty();
        assertThat(client.findTable("no_such_database", "no_such_table")).isEmpty();
        assertFails(
                HiveErrorCode.TABLE_NOT_FOUND,
                "no_such_table",
                () -> client.dropTable(database, "no_such_table", true));
        assertFails(
                HiveErrorCode.TABLE_NOT_FOUND,
                "no_such_table",
                () -> client.alterTable(database, "no_such_table", table -> table));
        assertFails(
                HiveErrorCode.DATABASE_NOT_FOUND,
                "no_such_database",
                () -> client.dropDatabase("no_such_database", false));
        assertFails(
                HiveErrorCode.DATABASE_NOT_FOUND,
                "no_such_database",
                () -> client.createTable(table("no_such_database", "t", TableKind.EXTERNAL, List.of())));
    }

    @Test
    void whatExistsIsNotCreatedAgain() {
        assertFails(
                HiveErrorCode.DATABASE_ALREADY_EXISTS,
                database,
                () -> client.createDatabase(
                        new MetastoreDatabase(database, Optional.empty(), Optional.empty(), Map.of())));
        client.createTable(external("t"));
        assertFails(HiveErrorCode.TABLE_ALREADY_EXISTS, database + ".t", () -> client.createTable(external("t")));
    }

    @Test
    void databaseWithTablesIsDroppedOnlyByCascade() {
        client.createTable(external("t"));
        assertFails(HiveErrorCode.DATABASE_NOT_EMPTY, database, () -> client.dropDatabase(database, false));
        client.dropDatabase(database, true);
        assertThat(client.findDatabase(database)).isEmpty();
    }

    @Test
    void tableIsFoundAsItWasCreated() {
        MetastoreTable created = external("t");
        client.createTable(created);
        MetastoreTable found = client.findTable(database, "t").orElseThrow();
        assertThat(found.kind()).isEqualTo(TableKind.EXTERNAL);
        assertThat(found.owner()).isEqualTo("me");
        assertThat(found.partitionColumns()).isEqualTo(created.partitionColumns());
        assertThat(found.storage().columns()).isEqualTo(created.storage().columns());
        assertThat(found.storage().serde()).isEqualTo(created.storage().serde());
        assertThat(found.storage().inputFormat()).isEqualTo(created.storage().inputFormat());
        assertThat(found.storage().serdeParameters()).containsEntry("serialization.format", "1");
        assertThat(MetastoreLocation.same(found.storage().location().orElseThrow(), location("t")))
                .isTrue();
        assertThat(found.parameters()).containsEntry("colour", "blue");
        assertThat(client.tableNames(database)).containsExactly("t");
    }

    @Test
    void managedTableGetsALocation() {
        MetastoreTable managed = table(database, "m", TableKind.MANAGED, List.of());
        client.createTable(managed);
        MetastoreTable found = client.findTable(database, "m").orElseThrow();
        assertThat(found.storage().location().orElseThrow()).endsWith("/m");
        client.dropTable(database, "m", true);
        assertThat(client.tableNames(database)).isEmpty();
    }

    @Test
    void alterChangesWhatItIsToldAndKeepsTheRest() {
        client.createTable(external("t"));
        client.alterTable(database, "t", table -> table.withParametersAdded(Map.of("numRows", "17")));
        MetastoreTable found = client.findTable(database, "t").orElseThrow();
        assertThat(found.parameters()).contains(entry("numRows", "17"), entry("colour", "blue"));
        assertThat(found.storage().columns()).hasSize(2);
    }

    @Test
    void viewsAreListedAmongTablesAndOnTheirOwn() {
        MetastoreTable view = new MetastoreTable(
                database,
                "v",
                "me",
                TableKind.VIEW,
                new MetastoreStorage(
                        List.of(new MetastoreColumn("a", "int")),
                        Optional.empty(),
                        "",
                        "",
                        "",
                        Map.of(),
                        0,
                        List.of(),
                        Map.of()),
                List.of(),
                Map.of(),
                Optional.of("SELECT 1 AS a"),
                Optional.of("SELECT 1 AS `a`"));
        client.createTable(view);
        client.createTable(external("t"));
        assertThat(client.tableNames(database)).containsExactlyInAnyOrder("t", "v");
        assertThat(client.viewNames(database)).containsExactly("v");
        MetastoreTable found = client.findTable(database, "v").orElseThrow();
        assertThat(found.kind()).isEqualTo(TableKind.VIEW);
        assertThat(found.viewText()).contains("SELECT 1 AS a");
        assertThat(found.viewExpandedText()).contains("SELECT 1 AS `a`");
    }

    @Test
    void partitionsAreAddedOnce() {
        MetastoreTable table = createPartitioned();
        List<MetastorePartition> partitions = List.of(partition(table, "2024", "a"), partition(table, "2024", "b"));
        assertThat(client.addPartitions(table, partitions)).isEqualTo(2);
        assertThat(client.addPartitions(table, partitions)).isZero();
        assertThat(client.addPartitions(table, List.of(partition(table, "2024", "b"), partition(table, "2025", "a"))))
                .isEqualTo(1);
        assertThat(client.partitionNames(database, "p"))
                .containsExactlyInAnyOrder("year=2024/region=a", "year=2024/region=b", "year=2025/region=a");
    }

    @Test
    void partitionRegisteredElsewhereIsAConflict() {
        MetastoreTable table = createPartitioned();
        MetastorePartition first = partition(table, "2024", "a");
        client.addPartitions(table, List.of(first));
        MetastorePartition elsewhere = first.withStorage(first.storage().withLocation(location("elsewhere")));
        assertFails(
                HiveErrorCode.PARTITION_LOCATION_CONFLICT,
                "year=2024/region=a",
                () -> client.addPartitions(table, List.of(elsewhere, partition(table, "2024", "b"))));
        assertThat(client.partitionNames(database, "p")).containsExactly("year=2024/region=a");
    }

    @Test
    void partitionNamesAreFoundByValues() {
        MetastoreTable table = createPartitioned();
        client.addPartitions(
                table,
                List.of(partition(table, "2024", "a"), partition(table, "2024", "b"), partition(table, "2025", "a")));
        assertThat(client.partitionNames(database, "p", List.of("2024", "")))
                .containsExactlyInAnyOrder("year=2024/region=a", "year=2024/region=b");
        assertThat(client.partitionNames(database, "p", List.of("", "a")))
                .containsExactlyInAnyOrder("year=2024/region=a", "year=2025/region=a");
    }

    @Test
    void partitionFilterIsAnsweredOrRefused() {
        MetastoreTable table = createPartitioned();
        client.addPartitions(table, List.of(partition(table, "2024", "a"), partition(table, "2025", "b")));
        client.partitionsByFilter(database, "p", "region = \"b\"")
                .ifPresent(found ->
                        assertThat(found).extracting(MetastorePartition::values).containsExactly(List.of("2025", "b")));
        assertThat(client.partitionsByFilter(database, "p", "this is ( not a filter"))
                .isEmpty();
    }

    @Test
    void oddPartitionValuesSurvive() {
        MetastoreTable table = createPartitioned();
        List<String> odd = List.of("a/b", "c=d", "e%2Ff", "g h", "ümlaut", "i:j", PartitionName.NULL_VALUE, "[k]{l}");
        client.addPartitions(
                table,
                odd.stream().map(value -> partition(table, "2024", value)).toList());
        List<String> names = client.partitionNames(database, "p");
        assertThat(names).hasSize(odd.size());
        assertThat(names.stream().map(name -> PartitionName.values(name).get(1)))
                .containsExactlyInAnyOrderElementsOf(odd);
        assertThat(client.partitionsByName(database, "p", names).stream()
                        .map(partition -> partition.values().get(1)))
                .containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    void partitionsThatDoNotExistAreLeftOut() {
        MetastoreTable table = createPartitioned();
        client.addPartitions(table, List.of(partition(table, "2024", "a")));
        List<MetastorePartition> found =
                client.partitionsByName(database, "p", List.of("year=2024/region=a", "year=1999/region=z"));
        assertThat(found).extracting(MetastorePartition::values).containsExactly(List.of("2024", "a"));
        assertThat(found.get(0).parameters()).containsEntry("made", "here");
    }

    @Test
    void partitionsAreAlteredAndDropped() {
        MetastoreTable table = createPartitioned();
        client.addPartitions(table, List.of(partition(table, "2024", "a"), partition(table, "2024", "b")));
        client.alterPartitions(table, List.of("year=2024/region=b"), partition -> partition
                .withStorage(partition.storage().withLocation(location("p/moved")))
                .withParametersAdded(Map.of("numRows", "5")));
        MetastorePartition altered = client.partitionsByName(database, "p", List.of("year=2024/region=b"))
                .get(0);
        assertThat(altered.parameters()).contains(entry("numRows", "5"), entry("made", "here"));
        assertThat(MetastoreLocation.same(altered.storage().location().orElseThrow(), location("p/moved")))
                .isTrue();
        assertFails(
                HiveErrorCode.PARTITION_NOT_FOUND,
                "year=1999/region=z",
                () -> client.alterPartitions(table, List.of("year=1999/region=z"), partition -> partition));
        client.dropPartitions(database, "p", List.of("year=2024/region=a", "year=1999/region=z"), true);
        client.dropPartitions(database, "p", List.of("year=2024/region=a"), true);
        assertThat(client.partitionNames(database, "p")).containsExactly("year=2024/region=b");
    }

    @Test
    void manyPartitionsGoInBoundedRequests() {
        MetastoreTable table = createPartitioned();
        List<MetastorePartition> many = IntStream.range(0, 25)
                .mapToObj(i -> partition(table, "2024", "r" + i))
                .toList();
        long before = client.callCounts().getOrDefault(MetastoreCall.ADD_PARTITIONS, 0L);
        assertThat(client.addPartitions(table, many)).isEqualTo(25);
        assertThat(client.callCounts().get(MetastoreCall.ADD_PARTITIONS) - before)
                .isEqualTo(3);
        assertThat(client.partitionsByName(database, "p", client.partitionNames(database, "p")))
                .hasSize(25);
    }

    @Test
    void statisticsOfEveryKindSurvive() {
        List<MetastoreColumn> columns = List.of(
                new MetastoreColumn("l", "bigint"),
                new MetastoreColumn("d", "double"),
                new MetastoreColumn("n", "decimal(10,2)"),
                new MetastoreColumn("day", "date"),
                new MetastoreColumn("s", "string"),
                new MetastoreColumn("b", "boolean"),
                new MetastoreColumn("x", "binary"));
        client.createTable(table(database, "s", TableKind.EXTERNAL, columns));
        List<MetastoreColumnStatistics> statistics = List.of(
                statistics(
                        columns.get(0),
                        new MetastoreColumnStatistics.Longs(
                                OptionalLong.of(-5), OptionalLong.of(9), OptionalLong.of(7))),
                statistics(
                        columns.get(1),
                        new MetastoreColumnStatistics.Doubles(
                                OptionalDouble.of(-0.5), OptionalDouble.of(9.25), OptionalLong.of(8))),
                statistics(
                        columns.get(2),
                        new MetastoreColumnStatistics.Decimals(
                                Optional.of(new BigDecimal("-1.50")),
                                Optional.of(new BigDecimal("12345678.25")),
                                OptionalLong.of(3))),
                statistics(
                        columns.get(3),
                        new MetastoreColumnStatistics.Dates(
                                Optional.of(LocalDate.of(1969, 12, 31)),
                                Optional.of(LocalDate.of(2024, 2, 29)),
                                OptionalLong.of(2))),
                statistics(columns.get(4), new MetastoreColumnStatistics.Texts(12, 4.5, OptionalLong.of(6))),
                statistics(columns.get(5), new MetastoreColumnStatistics.Booleans(10, 4)),
                statistics(columns.get(6), new MetastoreColumnStatistics.Bytes(100, 20.5)));
        client.updateTableStatistics(database, "s", statistics);
        assertThat(client.tableStatistics(
                        database,
                        "s",
                        columns.stream().map(MetastoreColumn::name).toList()))
                .containsExactlyInAnyOrderElementsOf(statistics);
        assertThat(client.tableStatistics(database, "s", List.of("l"))).containsExactly(statistics.get(0));
    }

    @Test
    void statisticsOfPartitionsAreKeptByName() {
        MetastoreTable table = createPartitioned();
        client.addPartitions(table, List.of(partition(table, "2024", "a"), partition(table, "2024", "b")));
        MetastoreColumnStatistics figures = statistics(
                new MetastoreColumn("id", "bigint"),
                new MetastoreColumnStatistics.Longs(OptionalLong.of(1), OptionalLong.of(2), OptionalLong.of(2)));
        client.updatePartitionStatistics(database, "p", "year=2024/region=a", List.of(figures));
        assertThat(client.partitionStatistics(
                        database, "p", List.of("id"), List.of("year=2024/region=a", "year=2024/region=b")))
                .containsExactly(entry("year=2024/region=a", List.of(figures)));
    }

    private static MetastoreColumnStatistics statistics(
            MetastoreColumn column, MetastoreColumnStatistics.Values values) {
        return new MetastoreColumnStatistics(column.name(), column.type(), OptionalLong.of(1), values);
    }

    private MetastoreTable createPartitioned() {
        MetastoreTable table = external("p");
        client.createTable(new MetastoreTable(
                table.database(),
                "p",
                table.owner(),
                table.kind(),
                table.storage(),
                List.of(new MetastoreColumn("year", "int"), new MetastoreColumn("region", "string")),
                table.parameters(),
                Optional.empty(),
                Optional.empty()));
        return client.findTable(database, "p").orElseThrow();
    }

    private MetastorePartition partition(MetastoreTable table, String year, String region) {
        String name = PartitionName.of(List.of("year", "region"), List.of(year, region));
        return new MetastorePartition(
                List.of(year, region),
                table.storage().withLocation(table.storage().location().orElseThrow() + "/" + name),
                Map.of("made", "here"));
    }

    private MetastoreTable external(String name) {
        return table(
                database,
                name,
                TableKind.EXTERNAL,
                List.of(
                        new MetastoreColumn("id", "bigint", Optional.of("the key")),
                        new MetastoreColumn("tags", "map<string,array<int>>")));
    }

    private MetastoreTable table(String inDatabase, String name, TableKind kind, List<MetastoreColumn> columns) {
        return new MetastoreTable(
                inDatabase,
                name,
                "me",
                kind,
                new MetastoreStorage(
                        columns,
                        kind == TableKind.EXTERNAL ? Optional.of(location(name)) : Optional.empty(),
                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                        Map.of("serialization.format", "1"),
                        0,
                        List.of(),
                        Map.of()),
                List.of(),
                kind == TableKind.EXTERNAL ? Map.of("colour", "blue", "EXTERNAL", "TRUE") : Map.of("colour", "blue"),
                Optional.empty(),
                Optional.empty());
    }

    private String location(String name) {
        return folder.toUri() + name;
    }
}
