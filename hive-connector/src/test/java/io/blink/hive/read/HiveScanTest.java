package io.blink.hive.read;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.MetastoreCall;
import io.blink.hive.metastore.MetastoreColumn;
import io.blink.hive.metastore.MetastoreStorage;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiveScanTest {
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    private static final Row A = new Row(1L, "a", 2023, "eu");
    private static final Row B = new Row(2L, "b", 2024, "eu");
    private static final Row C = new Row(3L, "c", 2024, "us");

    private final TestingMetastore metastore = new TestingMetastore();

    @TempDir
    Path folder;

    @Test
    void partitionsArePrunedAndTheirConditionsDone() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(A, B, C));
        Expression year = compare(ScalarFunction.EQUALS, 2, TypeKind.INT, "2024");
        Expression id = compare(ScalarFunction.GREATER_THAN, 0, TypeKind.BIGINT, "2");
        ScanPlan plan = table.plan(List.of(year, id));
        assertThat(plan.remainingFilters()).containsExactly(id);
        assertThat(plan.rowCount()).isEqualTo(2);
        assertThat(plan.bytes()).isPositive();
        assertThat(plan.description()).contains("partitions 2 of 3");
        assertThat(table.read(plan)).contains(C).isSubsetOf(B, C);
        assertThat(table.rows(List.of(compare(ScalarFunction.EQUALS, 2, TypeKind.INT, "1999"))))
                .isEmpty();
    }

    @Test
    void planningAsksForNamesAndForWhatIsLeft() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(A, B, C));
        Map<MetastoreCall, Long> before = metastore.callCounts();
        table.plan(List.of(compare(ScalarFunction.EQUALS, 2, TypeKind.INT, "2024")));
        Map<MetastoreCall, Long> after = metastore.callCounts();
        before.forEach((call, count) -> after.merge(call, -count, Long::sum));
        after.values().removeIf(count -> count == 0);
        // Three times the table: twice for the test's own look at its columns.
        assertThat(after)
                .isEqualTo(Map.of(
                        MetastoreCall.GET_TABLE, 3L,
                        MetastoreCall.GET_PARTITION_NAMES, 1L,
                        MetastoreCall.GET_PARTITIONS_BY_NAMES, 1L));
    }

    @Test
    void columnsComeInTheOrderAskedForAndNoneAtAll() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(B));
        Batch batch = first(table, List.of("region", "NAME", "year"));
        assertThat(batch.columns()).hasSize(3);
        assertThat(batch.column(0).physicalType()).isEqualTo(DataType.string().physicalType());
        assertThat(batch.column(2).physicalType())
                .isEqualTo(DataType.of(TypeKind.INT).physicalType());
        assertThat(first(table, List.of()).rowCount()).isEqualTo(1);
        assertThat(first(table, List.of("year")).rowCount()).isEqualTo(1);
    }

    private Batch first(TestingHiveTable table, List<String> columns) {
        ScanPlan plan = table.connector()
                .source(table.definition())
                .plan(new ScanRequest(columns, List.of(), List.of(), -1, true));
        try (SplitSource splits = table.connector().splits(plan.handle());
                SplitReader reader = table.connector()
                        .reader(
                                plan.handle(),
                                ReaderContext.plain(splits.next(1).get(0), null, ZoneOffset.UTC))) {
            return reader.next(100);
        }
    }

    @Test
    void readersTestRowsByColumnsThatNobodyWants() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(A, B, C, new Row(5L, "e", 2024, "us")));
        Expression year = compare(ScalarFunction.EQUALS, 0, TypeKind.INT, "2024");
        Expression id = compare(ScalarFunction.NOT_EQUALS, 1, TypeKind.BIGINT, "3");
        ScanPlan plan = table.connector()
                .source(table.definition())
                .plan(new ScanRequest(
                        List.of("region", "name"),
                        List.of(year, id),
                        List.of("year", "id"),
                        -1,
                        false,
                        Map.of(),
                        true));
        assertThat(plan.appliedFilters()).containsExactly(id);
        assertThat(plan.remainingFilters()).isEmpty();
        List<String> names = new ArrayList<>();
        try (SplitSource splits = table.connector().splits(plan.handle())) {
            while (!splits.finished()) {
                names.addAll(namesBesideIdsBut3(table, plan, splits.next(1).get(0)));
            }
        }
        assertThat(names).containsExactlyInAnyOrder("b", "e");
    }

    private static List<String> namesBesideIdsBut3(TestingHiveTable table, ScanPlan plan, Split split) {
        PredicateCompiler predicates = condition -> {
            int place = ((InputColumn) ((Call) condition).arguments().get(0)).index();
            return (batch, positions) -> {
                LongColumn ids = (LongColumn) batch.column(place).flat();
                int count = 0;
                for (int i = 0; i < batch.rowCount(); i++) {
                    positions[count] = i;
                    count += ids.get(i) == 3 ? 0 : 1;
                }
                return count;
            };
        };
        List<String> names = new ArrayList<>();
        try (SplitReader reader = table.connector()
                .reader(plan.handle(), new ReaderContext(split, null, ZoneOffset.UTC, predicates, List.of(), null))) {
            for (Batch batch = reader.next(10); batch != null; batch = reader.next(10)) {
                assertThat(batch.columns()).hasSize(2);
                for (int i = 0; i < batch.rowCount(); i++) {
                    names.add(((BytesColumn) batch.column(1).flat()).string(i));
                }
            }
        }
        return names;
    }

    @Test
    void readerGoesOnWhereItsPositionSays() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(Row.of(i, "n" + i));
        }
        table.insert("job1", false, Map.of(), rows);
        ScanPlan plan = table.plan(List.of());
        Split split = onlySplit(table, plan);
        String position;
        int seen;
        try (SplitReader reader =
                table.connector().reader(plan.handle(), ReaderContext.plain(split, null, ZoneOffset.UTC))) {
            seen = reader.next(7).rowCount();
            position = reader.position();
        }
        int rest = 0;
        try (SplitReader reader =
                table.connector().reader(plan.handle(), ReaderContext.plain(split, position, ZoneOffset.UTC))) {
            for (Batch batch = reader.next(4); batch != null; batch = reader.next(4)) {
                rest += batch.rowCount();
            }
            assertThat(reader.finished()).isTrue();
            assertThat(reader.position()).isEqualTo("20");
        }
        assertThat(seen + rest).isEqualTo(20);
    }

    private static Split onlySplit(TestingHiveTable table, ScanPlan plan) {
        try (SplitSource splits = table.connector().splits(plan.handle())) {
            List<Split> found = splits.next(10);
            assertThat(found).hasSize(1);
            assertThat(splits.finished()).isTrue();
            return found.get(0);
        }
    }

    @Test
    void hiddenAndEmptyFilesAreNotRead() throws IOException {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        table.insert("job1", false, Map.of(), List.of(Row.of(1, "a")));
        Files.writeString(folder.resolve("t/_SUCCESS"), "not a table file");
        Files.writeString(folder.resolve("t/.hidden.crc"), "x");
        Files.createFile(folder.resolve("t/empty"));
        Files.createDirectories(folder.resolve("t/_temporary/0"));
        Files.writeString(folder.resolve("t/_temporary/0/part-0"), "x");
        assertThat(table.rows()).containsExactly(Row.of(1, "a"));
    }

    @Test
    void largeFilesAreCutAndEachRowIsReadOnce() {
        TestingHiveTable table =
                TestingHiveTable.create(metastore, folder, false, Map.of("table.exec.hive.split-max-size", "100 b"));
        List<Row> rows = List.of(Row.of(1, "a"), Row.of(2, "b"));
        table.insert("job1", false, Map.of(), rows);
        ScanPlan plan = table.plan(List.of());
        try (SplitSource splits = table.connector().splits(plan.handle())) {
            List<Split> found = splits.next(1000);
            assertThat(found).hasSizeGreaterThan(1);
            assertThat(found.stream().map(Split::id).distinct()).hasSameSizeAs(found);
        }
        assertThat(table.read(plan)).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void columnAddedSinceAFileWasWrittenIsNullThere() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        table.insert("job1", false, Map.of(), List.of(Row.of(1, "a")));
        metastore.alterTable("default", "t", stored -> {
            MetastoreStorage storage = stored.storage();
            List<MetastoreColumn> columns = new ArrayList<>(storage.columns());
            columns.add(new MetastoreColumn("added", "int"));
            return stored.withStorage(new MetastoreStorage(
                    columns,
                    storage.location(),
                    storage.inputFormat(),
                    storage.outputFormat(),
                    storage.serde(),
                    storage.serdeParameters(),
                    0,
                    List.of(),
                    Map.of()));
        });
        Batch batch = first(table, List.of("id", "added"));
        assertThat(batch.column(0).isNull(0)).isFalse();
        assertThat(batch.column(1).isNull(0)).isTrue();
    }

    @Test
    void figuresAreNotedAndElseEstimatedFromFooters() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        table.insert("job1", false, Map.of(), List.of(Row.of(1, "a"), Row.of(2, "b")));
        TableStatistics noted = table.connector().source(table.definition()).statistics();
        assertThat(noted.rowCount()).isEqualTo(2);
        metastore.alterTable("default", "t", stored -> stored.withParameters(Map.of()));
        TableStatistics estimated = table.connector().source(table.definition()).statistics();
        assertThat(estimated.rowCount()).isEqualTo(2);
        assertThat(estimated.bytes()).isEqualTo(noted.bytes());
    }

    @Test
    void unreadableTablesAreRefusedByName() {
        TestingHiveTable table = TestingHiveTable.create(metastore, folder, false, Map.of());
        metastore.alterTable("default", "t", stored -> {
            MetastoreStorage storage = stored.storage();
            return stored.withStorage(new MetastoreStorage(
                    storage.columns(),
                    storage.location(),
                    "org.apache.hadoop.mapred.TextInputFormat",
                    storage.outputFormat(),
                    "org.example.OddSerDe",
                    Map.of(),
                    0,
                    List.of(),
                    Map.of()));
        });
        assertFails(HiveErrorCode.UNSUPPORTED_FORMAT, "table default.t (SerDe org.example.OddSerDe", table::rows);
    }

    private static Expression compare(ScalarFunction function, int column, TypeKind kind, String value) {
        DataType type = DataType.of(kind);
        return new Call(function, List.of(new InputColumn(column, type), new Literal(value, type)), BOOLEAN);
    }
}
