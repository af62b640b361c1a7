package io.blink.connectors.datagen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DatagenConnectorTest {
    private static final List<ColumnDefinition> COLUMNS = List.of(
            new ColumnDefinition("id", DataType.parse("BIGINT")),
            new ColumnDefinition("k", DataType.parse("INT")),
            new ColumnDefinition("name", DataType.parse("STRING")),
            new ColumnDefinition("ts", DataType.parse("TIMESTAMP(3)")));

    private final Connector connector = Connectors.load(
                    getClass().getClassLoader(), FileSystems.load(getClass().getClassLoader(), Configuration.empty()))
            .get("datagen");

    private static CatalogTable table(Map<String, String> options) {
        return new CatalogTable(
                new TablePath("c", "d", "t"), "datagen", COLUMNS, List.of(), List.of(), options, null, null, null);
    }

    private static Map<String, String> options(String... more) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "number-of-rows",
                "1000",
                "splits",
                "3",
                "fields.id.kind",
                "sequence",
                "fields.k.min",
                "5",
                "fields.k.max",
                "7"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    @Test
    void rowsDependOnSeedAndNumberAlone() {
        List<String> whole = rows(options(), 4096);
        assertThat(whole).hasSize(1000);
        assertThat(rows(options(), 17)).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(rows(options("splits", "1"), 100)).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(rows(options("seed", "1"), 100)).isNotEqualTo(whole);
        assertThat(whole)
                .contains("0|" + whole.get(0).split("\\|")[1] + "|"
                        + whole.get(0).split("\\|")[2] + "|2024-01-01 00:00:00.000");
        assertThat(whole).allMatch(row -> List.of("5", "6", "7").contains(row.split("\\|")[1]));
    }

    @Test
    void aReaderGoesOnAtItsPosition() {
        ConnectorHandle scan = scan(options("splits", "1"));
        Split split = connector.splits(scan).next(1).get(0);
        SplitReader first = connector.reader(scan, ReaderContext.plain(split, null, ZoneOffset.UTC));
        List<String> rows = new ArrayList<>(texts(first.next(400)));
        SplitReader second = connector.reader(scan, ReaderContext.plain(split, first.position(), ZoneOffset.UTC));
        rows.addAll(texts(second.next(4096)));
        assertThat(second.finished()).isTrue();
        assertThat(rows).isEqualTo(rows(options("splits", "1"), 4096));
    }

    @Test
    void withoutARowLimitItIsUnbounded() {
        assertThat(connector.source(table(Map.of())).boundedness()).isEqualTo(Boundedness.UNBOUNDED);
        assertThat(connector.source(table(options())).boundedness()).isEqualTo(Boundedness.BOUNDED);
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> scan(options("fields.idd.kind", "sequence")))
                .hasMessageContaining("'fields.idd.kind' names no column of the table. Did you mean 'id'?");
        assertThatThrownBy(() -> scan(options("fields.id.kid", "sequence")))
                .hasMessageContaining("Did you mean 'kind'?");
    }

    private ConnectorHandle scan(Map<String, String> options) {
        ScanRequest request = new ScanRequest(List.of("id", "k", "name", "ts"), List.of(), List.of(), -1, false);
        return connector.source(table(options)).plan(request).handle();
    }

    private List<String> rows(Map<String, String> options, int maxRows) {
        ConnectorHandle scan = scan(options);
        List<String> rows = new ArrayList<>();
        try (SplitSource splits = connector.splits(scan)) {
            for (Split split : splits.next(100)) {
                SplitReader reader = connector.reader(scan, ReaderContext.plain(split, null, ZoneOffset.UTC));
                while (!reader.finished()) {
                    rows.addAll(texts(reader.next(maxRows)));
                }
            }
        }
        return rows;
    }

    private static List<String> texts(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < COLUMNS.size(); i++) {
                Column column = batch.column(i);
                values.add(new ColumnText(COLUMNS.get(i).type(), ZoneOffset.UTC).text(column, row));
            }
            rows.add(String.join("|", values));
        }
        return rows;
    }
}
