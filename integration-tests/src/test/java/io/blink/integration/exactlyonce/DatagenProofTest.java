package io.blink.integration.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.testing.exactlyonce.ResultComparison;
import io.blink.testing.exactlyonce.WindowedCount;
import io.blink.testing.exactlyonce.WindowedCount.Group;
import io.blink.testing.exactlyonce.WindowedCount.Totals;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DatagenProofTest {
    private static final WindowedCount QUERY = new WindowedCount(
            20_000, LocalDateTime.parse("2024-03-31T01:59:58"), 500, 1_000_000, 42, "item", 10, "amount", 999);

    private final Connector datagen = Connectors.load(
                    getClass().getClassLoader(), FileSystems.load(getClass().getClassLoader(), Configuration.empty()))
            .get("datagen");

    @Test
    void proofComputesTheRowsThatTheConnectorMakes() {
        Map<Group, Totals> made = new TreeMap<>();
        ConnectorHandle scan = scan();
        try (SplitSource splits = datagen.splits(scan)) {
            for (Split split : splits.next(100)) {
                read(datagen.reader(scan, ReaderContext.plain(split, null, ZoneOffset.UTC)), made);
            }
        }
        List<ResultComparison.Line> lines = made.entrySet().stream()
                .map(entry -> new ResultComparison.Line(entry.getKey(), entry.getValue()))
                .toList();
        ResultComparison comparison = ResultComparison.of(QUERY.expected(), lines);
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.rows()).isEqualTo(20_000);
    }

    private ConnectorHandle scan() {
        Map<String, String> options = Map.of(
                "number-of-rows", "20000",
                "seed", "42",
                "start", "2024-03-31 01:59:58",
                "fields.item.max", "9",
                "fields.amount.max", "999",
                "fields.at.interval", "500 us");
        List<ColumnDefinition> columns = List.of(
                new ColumnDefinition("item", DataType.parse("INT")),
                new ColumnDefinition("amount", DataType.parse("BIGINT")),
                new ColumnDefinition("at", DataType.parse("TIMESTAMP(6)")));
        CatalogTable table = new CatalogTable(
                new TablePath("c", "d", "events"), "datagen", columns, List.of(), List.of(), options, null, null, null);
        ScanRequest request = new ScanRequest(List.of("item", "amount", "at"), List.of(), List.of(), -1, false);
        return datagen.source(table).plan(request).handle();
    }

    private static void read(SplitReader reader, Map<Group, Totals> made) {
        while (!reader.finished()) {
            Batch batch = reader.next(1_000);
            IntColumn items = (IntColumn) batch.column(0);
            LongColumn amounts = (LongColumn) batch.column(1);
            LongColumn times = (LongColumn) batch.column(2);
            for (int row = 0; row < batch.rowCount(); row++) {
                Group group = new Group(window(times.values()[row]), items.values()[row]);
                made.merge(
                        group,
                        new Totals(1, amounts.values()[row]),
                        (left, right) -> new Totals(left.count() + right.count(), left.sum() + right.sum()));
            }
        }
    }

    private static LocalDateTime window(long micros) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS);
    }
}
