package io.blink.hive.read;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.LookupCopy;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.watch.Additions;
import io.blink.formats.watch.WatchedSplits;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTableTest {
    private static final Map<String, String> BY_NAME = Map.of("streaming-source.enable", "true");
    private static final Map<String, String> BY_TIME = Map.of(
            "streaming-source.enable", "true",
            "streaming-source.partition-order", "partition-time",
            "partition.time-extractor.timestamp-pattern", "$year-01-01 00:00:00");
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final TestingMetastore metastore = new TestingMetastore();
    private final AtomicLong clock = new AtomicLong();
    private int jobs;

    @TempDir
    Path folder;

    private static Row row(long id, int year) {
        return new Row(id, "n" + id, year, "eu");
    }

    private TestingHiveTable table(boolean partitioned) {
        return TestingHiveTable.create(metastore, folder, partitioned, Map.of());
    }

    private void insert(TestingHiveTable table, Row... rows) {
        table.insert("job" + jobs++, false, Map.of(), List.of(rows));
    }

    private static CatalogTable with(TestingHiveTable table, Map<String, String> hints) {
        Map<String, String> options = new HashMap<>(table.definition().options());
        options.putAll(hints);
        return table.definition().withOptions(options);
    }

    private static TableSource source(TestingHiveTable table, Map<String, String> options) {
        return table.connector().source(with(table, options));
    }

    private static ScanRequest request(boolean bounded, List<Expression> filters) {
        List<String> names = List.of("id", "name", "year", "region");
        return new ScanRequest(names, filters, names, -1, bounded);
    }

    private static ConnectorHandle plan(TestingHiveTable table, Map<String, String> options) {
        boolean partitioned = !table.definition().partitionKeys().isEmpty();
        List<String> names = partitioned ? List.of("id", "name", "year", "region") : List.of("id", "name");
        return source(table, options)
                .plan(new ScanRequest(names, List.of(), names, -1, false))
                .handle();
    }

    private WatchedSplits watch(ConnectorHandle handle, String position) {
        ScanHandle scan = ScanHandle.read(handle);
        Additions additions = scan.partitionColumns().isEmpty()
                ? new AddedFiles(scan, TestingHiveTable.local())
                : new TablePartitions(scan, metastore, TestingHiveTable.local());
        return watch(scan, additions, position);
    }

    private WatchedSplits watch(ScanHandle scan, Additions additions, String position) {
        return new WatchedSplits(
                scan.table(),
                additions,
                Duration.ofMillis(scan.watch().intervalMillis()),
                scan.watch().order() == PartitionOrder.PARTITION_TIME,
                position,
                clock::get);
    }

    private static List<Long> read(TestingHiveTable table, ConnectorHandle handle, List<Split> splits) {
        List<Long> ids = new ArrayList<>();
        for (Split split : splits) {
            try (SplitReader reader =
                    table.connector().reader(handle, ReaderContext.plain(split, null, ZoneOffset.UTC))) {
                ids.addAll(table.ids(reader));
            }
        }
        return ids;
    }

    private static long micros(int year) {
        return LocalDateTime.of(year, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000L;
    }

    @Test
    void partitionsAreReadOnceEachInTheOrderOfTheirNames() {
        TestingHiveTable table = table(true);
        insert(table, row(2, 2022), row(1, 2021));
        ConnectorHandle handle = plan(table, BY_NAME);
        WatchedSplits splits = watch(handle, null);
        assertThat(read(table, handle, splits.next(100))).containsExactly(1L, 2L);
        assertThat(splits.finished()).isFalse();

        insert(table, row(4, 2024), row(3, 2023));
        assertThat(splits.next(100)).as("not asked again within the interval").isEmpty();
        clock.addAndGet(MINUTE_NANOS);
        assertThat(read(table, handle, splits.next(100))).containsExactly(3L, 4L);

        insert(table, row(0, 2020), row(5, 2024));
        clock.addAndGet(MINUTE_NANOS);
        assertThat(read(table, handle, splits.next(100)))
                .as("a late partition; one that was read gets no second look")
                .containsExactly(0L);
        clock.addAndGet(MINUTE_NANOS);
        assertThat(splits.next(100)).isEmpty();
        assertThat(splits.floorMicros()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void goesOnBehindEachSplitAfterARestart() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021), row(2, 2022));
        insert(table, row(11, 2021), row(12, 2022));
        insert(table, row(21, 2021));
        ConnectorHandle handle = plan(table, BY_NAME);
        List<Split> all = watch(handle, null).next(100);
        assertThat(all).hasSize(5);
        for (int taken = 0; taken <= all.size(); taken++) {
            WatchedSplits before = watch(handle, null);
            List<Split> splits = new ArrayList<>();
            for (int i = 0; i < taken; i++) {
                splits.addAll(before.next(1));
            }
            WatchedSplits after = watch(handle, before.position());
            assertThat(after.position()).isEqualTo(before.position());
            splits.addAll(after.next(100));
            assertThat(splits).as("after %s splits", taken).isEqualTo(all);
            clock.addAndGet(MINUTE_NANOS);
            assertThat(after.next(100)).isEmpty();
        }
    }

    @Test
    void partitionTimesMakeAWatermark() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021), row(2, 2022));
        assertThat(source(table, BY_TIME).knowsWatermarks()).isTrue();
        assertThat(source(table, BY_NAME).knowsWatermarks()).isFalse();
        ConnectorHandle handle = plan(table, BY_TIME);
        WatchedSplits splits = watch(handle, null);
        List<Split> first = splits.next(1);
        assertThat(first.get(0).floorMicros()).isEqualTo(micros(2021));
        assertThat(splits.floorMicros()).isEqualTo(micros(2021));
        List<Split> second = splits.next(1);
        assertThat(second.get(0).floorMicros()).isEqualTo(micros(2022));
        assertThat(splits.floorMicros()).isEqualTo(micros(2022));

        insert(table, row(3, 2020));
        clock.addAndGet(MINUTE_NANOS);
        assertThat(splits.next(1).get(0).floorMicros()).isEqualTo(micros(2020));
        assertThat(splits.floorMicros()).as("never falls").isEqualTo(micros(2022));
        assertThat(watch(handle, splits.position()).floorMicros()).isEqualTo(micros(2022));
    }

    @Test
    void emptyPartitionsMoveTheWatermarkToo() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021));
        add(table, 2030, 5);
        WatchedSplits splits = watch(plan(table, BY_TIME), null);
        assertThat(splits.next(100)).hasSize(1);
        assertThat(splits.floorMicros()).isEqualTo(micros(2030));
    }

    /** Registers a partition with a time of creation. */
    private void add(TestingHiveTable table, int year, long createdSeconds) {
        MetastoreTable found = metastore.findTable("default", "t").orElseThrow();
        metastore.addPartitions(
                found,
                List.of(new MetastorePartition(
                        List.of(Integer.toString(year), "eu"),
                        found.storage().withLocation("file:" + folder.resolve("made-" + year)),
                        Map.of(),
                        createdSeconds)));
    }

    @Test
    void orderOfCreationIsTheMetastores() throws IOException {
        TestingHiveTable table = table(true);
        insert(table, row(7, 1999));
        copyFile("year=1999", "made-2024");
        copyFile("year=1999", "made-2023");
        metastore.dropPartitions("default", "t", List.of("year=1999/region=eu"), false);
        add(table, 2024, 100);
        add(table, 2023, 200);
        Map<String, String> options = new HashMap<>(BY_NAME);
        options.put("streaming-source.partition-order", "create-time");
        WatchedSplits splits = watch(plan(table, options), null);
        assertThat(splits.next(100))
                .extracting(Split::json)
                .satisfiesExactly(first -> assertThat(first).contains("2024"), second -> assertThat(second)
                        .contains("2023"));

        options.put("streaming-source.consume-start-offset", "1970-01-01 00:03:20");
        assertThat(watch(plan(table, options), null).next(100)).hasSize(1);
    }

    private void copyFile(String from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("t").resolve(from))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.createDirectories(folder.resolve(to));
            Files.copy(file, folder.resolve(to).resolve("part"));
        }
    }

    @Test
    void startOffsetLeavesOutWhatIsOlder() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021), row(2, 2022), row(3, 2023));
        Map<String, String> options = new HashMap<>(BY_NAME);
        options.put("streaming-source.consume-start-offset", "year=2022/region=eu");
        ConnectorHandle byName = plan(table, options);
        assertThat(read(table, byName, watch(byName, null).next(100))).containsExactly(2L, 3L);

        options.putAll(BY_TIME);
        options.put("streaming-source.consume-start-offset", "2022-01-01 00:00:01");
        ConnectorHandle byTime = plan(table, options);
        assertThat(read(table, byTime, watch(byTime, null).next(100))).containsExactly(3L);
    }

    @Test
    void conditionsOnPartitionsHoldForThoseThatAreAdded() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021), row(2, 2022));
        Expression year = new Call(
                ScalarFunction.NOT_EQUALS,
                List.of(new InputColumn(2, DataType.of(TypeKind.INT)), new Literal("2022", DataType.of(TypeKind.INT))),
                DataType.of(TypeKind.BOOLEAN));
        ConnectorHandle handle =
                source(table, BY_NAME).plan(request(false, List.of(year))).handle();
        WatchedSplits splits = watch(handle, null);
        assertThat(read(table, handle, splits.next(100))).containsExactly(1L);
        insert(table, row(3, 2022), row(4, 2023));
        clock.addAndGet(MINUTE_NANOS);
        assertThat(read(table, handle, splits.next(100))).containsExactly(4L);
    }

    @Test
    void filesOfATableWithoutPartitionsAreReadAsTheyCome() throws IOException {
        TestingHiveTable table = table(false);
        insert(table, Row.of(1, "a"));
        ConnectorHandle handle = plan(table, BY_NAME);
        WatchedSplits splits = watch(handle, null);
        assertThat(read(table, handle, splits.next(100))).containsExactly(1L);
        insert(table, Row.of(2, "b"));
        // Written before the file that was read, moved to its place behind it.
        try (Stream<Path> files = Files.walk(folder.resolve("t"))) {
            Path newest = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/."))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow();
            Files.setLastModifiedTime(newest, FileTime.fromMillis(1));
        }
        clock.addAndGet(MINUTE_NANOS);
        WatchedSplits restored = watch(handle, splits.position());
        assertThat(read(table, handle, restored.next(100))).hasSize(1);
        clock.addAndGet(MINUTE_NANOS);
        assertThat(restored.next(100)).isEmpty();
    }

    @Test
    void metastoreThatIsAwayIsAskedAgainForSomeTime() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021));
        ConnectorHandle handle = plan(table, BY_NAME);
        ScanHandle scan = ScanHandle.read(handle);
        Additions real = new TablePartitions(scan, metastore, TestingHiveTable.local());
        boolean[] away = {true};
        Additions additions = read -> {
            if (away[0]) {
                throw new BlinkException(HiveErrorCode.METASTORE_UNREACHABLE, "away");
            }
            return real.notIn(read);
        };
        WatchedSplits first = watch(scan, additions, null);
        assertFails(HiveErrorCode.METASTORE_UNREACHABLE, "away", () -> first.next(100));
        away[0] = false;
        assertThat(first.next(100)).hasSize(1);
        insert(table, row(2, 2022));
        away[0] = true;
        clock.addAndGet(MINUTE_NANOS);
        assertThat(first.next(100)).isEmpty();
        away[0] = false;
        clock.addAndGet(MINUTE_NANOS);
        assertThat(first.next(100)).hasSize(1);
        away[0] = true;
        clock.addAndGet(MINUTE_NANOS);
        assertThat(first.next(100)).isEmpty();
        clock.addAndGet(WatchedSplits.PATIENCE.toNanos());
        assertFails(HiveErrorCode.METASTORE_UNREACHABLE, "away", () -> first.next(100));
    }

    @Test
    void batchReadsWhatIsThere() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021));
        TableSource source = source(table, BY_NAME);
        assertThat(source.boundedness()).isEqualTo(Boundedness.UNBOUNDED);
        ConnectorHandle handle = source.plan(request(true, List.of())).handle();
        try (SplitSource splits = table.connector().splits(handle)) {
            assertThat(splits.next(10)).hasSize(1);
            assertThat(splits.finished()).isTrue();
        }
    }

    @Test
    void copiesForLookupsHoldTheNewestPartition() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021), row(2, 2022));
        Map<String, String> options = new HashMap<>(BY_NAME);
        options.put("streaming-source.partition.include", "latest");
        options.put("streaming-source.monitor-interval", "5 min");
        TableSource source = source(table, options);
        assertThat(source.boundedness()).isEqualTo(Boundedness.BOUNDED);
        ConnectorHandle scan = source.plan(request(false, List.of())).handle();
        LookupCopy latest = source.lookupCopy(scan, Duration.ofHours(1));
        assertThat(latest.ageMax()).isEqualTo(Duration.ofMinutes(5));
        assertThat(copy(table, latest)).containsExactly(2L);
        insert(table, row(3, 2023));
        assertThat(copy(table, latest)).containsExactly(3L);

        TableSource whole = source(table, Map.of());
        LookupCopy all = whole.lookupCopy(whole.plan(request(false, List.of())).handle(), Duration.ofHours(1));
        assertThat(all.ageMax()).isEqualTo(Duration.ofHours(1));
        insert(table, row(4, 2024));
        assertThat(copy(table, all)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    private static List<Long> copy(TestingHiveTable table, LookupCopy copy) {
        List<Split> all = new ArrayList<>();
        try (SplitSource splits = table.connector().splits(copy.scan())) {
            while (!splits.finished()) {
                all.addAll(splits.next(10));
            }
        }
        return read(table, copy.scan(), all);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021));
        refuses(table, "partition.time-extractor.timestamp-pattern", "$dt", "names no partition column");
        refuses(table, "streaming-source.consume-start-offset", "yesterday", "yyyy-MM-dd");
        refuses(table, "streaming-source.monitor-interval", "0 s", "longer than 0 s");
        Map<String, String> named = new HashMap<>(BY_NAME);
        named.put("streaming-source.consume-start-offset", "2021");
        assertFails(CoreErrorCode.INVALID_CONFIGURATION, "year=", () -> plan(table, named));
        Map<String, String> wrongTime = new HashMap<>(BY_TIME);
        wrongTime.put("partition.time-extractor.timestamp-pattern", "$region");
        WatchedSplits splits = watch(plan(table, wrongTime), null);
        assertFails(FormatErrorCode.INVALID_PARTITION_TIME, "region", () -> splits.next(1));
    }

    private static void refuses(TestingHiveTable table, String key, String value, String message) {
        Map<String, String> options = new HashMap<>(BY_TIME);
        options.put(key, value);
        assertFails(CoreErrorCode.INVALID_CONFIGURATION, message, () -> plan(table, options));
    }

    @Test
    void filesComeInNoOtherOrderThanThatOfCreation() {
        TestingHiveTable table = table(false);
        assertFails(CoreErrorCode.INVALID_CONFIGURATION, "the table has none", () -> plan(table, BY_TIME));
    }

    @Test
    void fileThatVanishesIsNamed() throws IOException {
        TestingHiveTable table = table(true);
        insert(table, row(1, 2021));
        ConnectorHandle handle = plan(table, BY_NAME);
        List<Split> splits = watch(handle, null).next(100);
        try (Stream<Path> files = Files.walk(folder.resolve("t").resolve("year=2021"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertFails(HiveErrorCode.FILE_GONE, "year=2021", () -> read(table, handle, splits));
    }
}
