package io.blink.hive.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.catalog.AnalyzedStatistics;
import io.blink.core.spi.catalog.AnalyzedStatistics.AnalyzedColumn;
import io.blink.core.spi.catalog.AnalyzedStatistics.Part;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.TestingMetastore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ANALYZE TABLE leaves in a metastore, and what the planner reads there. */
class HiveAnalysisTest {
    private static final Row A = new Row(1L, "a", 2023, "eu");
    private static final Row B = new Row(2L, "b", 2024, "us/ca");
    private static final Row C = new Row(3L, null, 2024, null);

    private final TestingMetastore metastore = new TestingMetastore();

    @TempDir
    Path folder;

    @Test
    void tableHasFiguresThatSourcesRead() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        table.insert("job", false, Map.of(), List.of(Row.of(1, "one"), Row.of(5, null)));
        table.connector()
                .setStatistics(
                        table.definition(),
                        new AnalyzedStatistics(Map.of(), true, List.of(new Part(Map.of(), 2, columns(2)))));
        assertThat(metastore.findTable("default", "t").orElseThrow().parameters())
                .containsEntry("numRows", "2")
                .containsEntry("numFiles", "1")
                .containsEntry("rawDataSize", "19")
                .containsEntry("COLUMN_STATS_ACCURATE", "{\"BASIC_STATS\":\"true\"}");
        TableStatistics known = table.connector().source(table.definition()).statistics();
        assertThat(known.columns())
                .containsEntry("id", new ColumnStatistics(2, 0, "1", "5", -1))
                .containsEntry("name", new ColumnStatistics(1, 1, null, null, 3, 3));
    }

    @Test
    void nextInsertTakesBackThatFiguresAreExact() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        table.insert("job1", false, Map.of(), List.of(Row.of(1, "one")));
        table.connector()
                .setStatistics(
                        table.definition(),
                        new AnalyzedStatistics(Map.of(), true, List.of(new Part(Map.of(), 1, List.of()))));
        table.insert("job2", false, Map.of(), List.of(Row.of(2, "two")));
        assertThat(metastore.findTable("default", "t").orElseThrow().parameters())
                .containsEntry("numRows", "2")
                .doesNotContainKey("COLUMN_STATS_ACCURATE");
    }

    @Test
    void partitionsWithinTheValuesHaveFigures() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job", false, Map.of(), List.of(A, B, C));
        forgetFigures();
        Part b = new Part(values("2024", "us/ca"), 1, columns(1));
        Part c = new Part(values("2024", null), 1, columns(1));
        table.connector()
                .setStatistics(
                        table.definition(), new AnalyzedStatistics(Map.of("year", "02024"), true, List.of(b, c)));
        assertThat(parameters("year=2024/region=us%2Fca")).containsEntry("numRows", "1");
        assertThat(parameters("year=2024/region=__HIVE_DEFAULT_PARTITION__")).containsEntry("numRows", "1");
        assertThat(parameters("year=2023/region=eu")).doesNotContainKey("numRows");
        assertThat(metastore.partitionStatistics(
                        "default", "t", List.of("id"), metastore.partitionNames("default", "t")))
                .containsOnlyKeys("year=2024/region=us%2Fca", "year=2024/region=__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void partitionsWithoutRowsAreEmpty() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job", false, Map.of(), List.of(A));
        table.connector().setStatistics(table.definition(), new AnalyzedStatistics(Map.of(), true, List.of()));
        assertThat(parameters("year=2023/region=eu")).containsEntry("numRows", "0");
    }

    @Test
    void withoutCountingSizesAloneAreNoted() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job", false, Map.of(), List.of(A));
        forgetFigures();
        table.connector().setStatistics(table.definition(), new AnalyzedStatistics(Map.of(), false, List.of()));
        assertThat(parameters("year=2023/region=eu"))
                .containsEntry("numFiles", "1")
                .containsKey("totalSize")
                .doesNotContainKey("numRows");
    }

    private static Map<String, String> values(String year, String region) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("year", year);
        values.put("region", region);
        return values;
    }

    private static List<AnalyzedColumn> columns(long rows) {
        return List.of(
                new AnalyzedColumn(
                        "id", DataType.of(TypeKind.BIGINT), new ColumnStatistics(rows, 0, "1", "5", -1), rows, -1),
                new AnalyzedColumn(
                        "name", DataType.string(), new ColumnStatistics(1, rows - 1, null, null, 3, 3), 1, -1));
    }

    private void forgetFigures() {
        metastore.alterPartitions(
                metastore.findTable("default", "t").orElseThrow(),
                metastore.partitionNames("default", "t"),
                partition -> new MetastorePartition(partition.values(), partition.storage(), Map.of()));
    }

    private Map<String, String> parameters(String partition) {
        return metastore
                .partitionsByName("default", "t", List.of(partition))
                .get(0)
                .parameters();
    }
}
