package io.blink.connectors.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.RowColumn;
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
import io.blink.core.type.Field;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NexmarkConnectorTest {
    private static final int EVENTS = 20_000;

    private final Connector connector = Connectors.load(
                    getClass().getClassLoader(), FileSystems.load(getClass().getClassLoader(), Configuration.empty()))
            .get("nexmark");

    private final List<ColumnDefinition> columns = connector.inferColumns(table(List.of(), Map.of()));

    private static CatalogTable table(List<ColumnDefinition> columns, Map<String, String> options) {
        return new CatalogTable(
                new TablePath("c", "d", "t"), "nexmark", columns, List.of(), List.of(), options, null, null, null);
    }

    private static Map<String, String> options(String... more) {
        Map<String, String> options = new TreeMap<>(Map.of("events.num", Integer.toString(EVENTS), "splits", "3"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    @Test
    void eventsDependOnSeedAndNumberAlone() {
        List<String> whole = rows(options(), 4096);
        assertThat(whole).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(rows(options(), 17)).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(rows(options("splits", "1"), 100)).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(rows(options("seed", "1"), 100)).doesNotContainAnyElementsOf(whole.subList(0, 100));
    }

    @Test
    void aReaderGoesOnAtItsPosition() {
        ConnectorHandle scan = scan(options("splits", "1"), Map.of());
        Split split = connector.splits(scan).next(1).get(0);
        SplitReader first = connector.reader(scan, ReaderContext.plain(split, null, ZoneOffset.UTC));
        List<String> rows = new ArrayList<>(texts(first.next(12_345)));
        SplitReader second = connector.reader(scan, ReaderContext.plain(split, first.position(), ZoneOffset.UTC));
        rows.addAll(texts(second.next(EVENTS)));
        assertThat(second.finished()).isTrue();
        assertThat(rows).isEqualTo(rows(options("splits", "1"), 4096));
    }

    @Test
    void kindsIdsAndTimesFollowTheSpecification() {
        Batch batch = all(options("splits", "1", "first-event.rate", "1000"), Map.of());
        List<String> types = values(batch, "event_type", "");
        Map<String, Long> counts =
                types.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(counts).isEqualTo(Map.of("0", EVENTS / 50L, "1", EVENTS * 3 / 50L, "2", EVENTS * 46 / 50L));
        assertThat(values(batch, "person", "id")).first().isEqualTo("1000");
        assertThat(longs(batch, "person", "id"))
                .isSorted()
                .doesNotHaveDuplicates()
                .last()
                .isEqualTo(1000L + EVENTS / 50 - 1);
        assertThat(longs(batch, "auction", "id"))
                .isSorted()
                .doesNotHaveDuplicates()
                .last()
                .isEqualTo(1000L + EVENTS * 3 / 50 - 1);
        assertThat(values(batch, "bid", "dateTime")).isSorted().first().isEqualTo("2015-07-15 00:00:00.004");
        assertThat(values(batch, "bid", "dateTime")).last().isEqualTo("2015-07-15 00:00:19.999");
        List<String> begins = values(batch, "auction", "dateTime");
        List<String> ends = values(batch, "auction", "expires");
        for (int i = 0; i < begins.size(); i++) {
            assertThat(ends.get(i)).isGreaterThan(begins.get(i));
        }
        assertThat(longs(batch, "auction", "category")).containsOnly(10L, 11L, 12L, 13L, 14L);
        assertThat(longs(batch, "bid", "price")).allMatch(price -> price >= 100 && price <= 100_000_000);
    }

    @Test
    void hotOnesGetTheirShare() {
        Batch batch = all(options(), Map.of());
        long[] hot = {0, 0};
        List<Long> auctions = longs(batch, "bid", "auction");
        List<Long> bidders = longs(batch, "bid", "bidder");
        auctions.forEach(auction -> hot[0] += auction % 100 == 0 ? 1 : 0);
        bidders.forEach(bidder -> hot[1] += bidder % 100 == 1 ? 1 : 0);
        assertThat(hot[0] / (double) auctions.size()).isCloseTo(0.5, within(0.03));
        assertThat(hot[1] / (double) bidders.size()).isCloseTo(0.75, within(0.03));
        long named = values(batch, "bid", "channel").stream()
                .filter(channel -> !channel.startsWith("channel-"))
                .count();
        assertThat(named / (double) auctions.size()).isCloseTo(0.5, within(0.03));
        assertThat(values(batch, "bid", "url").stream()
                                .filter(url -> url.contains("&channel_id="))
                                .count()
                        / (double) auctions.size())
                .isCloseTo(0.45, within(0.03));
    }

    @Test
    void eventsHaveTheirAverageSizes() {
        Batch batch = all(options(), Map.of());
        assertThat(averageLength(batch, "person", "name", "emailAddress", "creditCard", "city", "state", "extra") + 8)
                .isCloseTo(200, within(4.0));
        assertThat(averageLength(batch, "auction", "itemName", "description", "extra") + 48)
                .isCloseTo(500, within(8.0));
        assertThat(averageLength(batch, "bid", "extra") + 32).isCloseTo(100, within(1.0));
    }

    @Test
    void aPartOfTheFieldsHasTheSameValues() {
        Map<String, DataType> part = Map.of(
                "bid",
                DataType.row(
                        List.of(new Field("price", DataType.parse("BIGINT")), new Field("url", DataType.string()))));
        Batch whole = all(options(), Map.of());
        Batch some = all(options(), part);
        RowColumn bids = (RowColumn) some.column(3);
        assertThat(bids.fields()).hasSize(2);
        ColumnText text = new ColumnText(DataType.string(), ZoneOffset.UTC);
        List<String> urls = new ArrayList<>();
        for (int row = 0; row < EVENTS; row++) {
            if (!bids.isNull(row)) {
                urls.add(text.text(bids.fields().get(1), row));
            }
        }
        assertThat(urls).isEqualTo(values(whole, "bid", "url"));
    }

    @Test
    void wrongOptionsAndColumnsAreNamed() {
        assertThat(connector.source(table(columns, Map.of())).boundedness()).isEqualTo(Boundedness.UNBOUNDED);
        assertThatThrownBy(() -> scan(options("next-event.rate", "5"), Map.of()))
                .hasMessageContaining("'next-event.rate' = 5 is not 'first-event.rate' = 10000");
        assertThatThrownBy(() -> scan(options("splits", "0"), Map.of())).hasMessageContaining("'splits' = 0");
        CatalogTable other = table(List.of(new ColumnDefinition("bids", DataType.parse("INT"))), options());
        ScanRequest request = new ScanRequest(List.of("bids"), List.of(), List.of(), -1, false);
        assertThatThrownBy(() -> connector.source(other).plan(request)).hasMessageContaining("Did you mean 'bid'?");
    }

    private ConnectorHandle scan(Map<String, String> options, Map<String, DataType> parts) {
        List<String> names = columns.stream().map(ColumnDefinition::name).toList();
        ScanRequest request = new ScanRequest(names, List.of(), List.of(), -1, false, parts, false);
        return connector.source(table(columns, options)).plan(request).handle();
    }

    /** All events, in one split and one batch. */
    private Batch all(Map<String, String> options, Map<String, DataType> parts) {
        Map<String, String> single = new TreeMap<>(options);
        single.put("splits", "1");
        ConnectorHandle scan = scan(single, parts);
        Split split = connector.splits(scan).next(1).get(0);
        return connector
                .reader(scan, ReaderContext.plain(split, null, ZoneOffset.UTC))
                .next(EVENTS);
    }

    private List<String> rows(Map<String, String> options, int maxRows) {
        ConnectorHandle scan = scan(options, Map.of());
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

    private List<String> texts(Batch batch) {
        List<String> rows = new ArrayList<>();
        List<ColumnText> texts = columns.stream()
                .map(column -> new ColumnText(column.type(), ZoneOffset.UTC))
                .toList();
        for (int row = 0; row < batch.rowCount(); row++) {
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                values.append(texts.get(i).text(batch.column(i), row)).append('|');
            }
            rows.add(values.toString());
        }
        return rows;
    }

    /** Values of a field in the rows that have it, or of a column that has no fields. */
    private List<String> values(Batch batch, String column, String field) {
        int index = columns.stream().map(ColumnDefinition::name).toList().indexOf(column);
        Column whole = batch.column(index);
        Column values = whole;
        DataType type = columns.get(index).type();
        if (whole instanceof RowColumn row) {
            List<Field> fields = type.fields();
            int at = fields.stream().map(Field::name).toList().indexOf(field);
            values = row.fields().get(at);
            type = fields.get(at).type();
        }
        ColumnText text = new ColumnText(type, ZoneOffset.UTC);
        List<String> found = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!whole.isNull(row)) {
                found.add(text.text(values, row));
            }
        }
        return found;
    }

    private List<Long> longs(Batch batch, String column, String field) {
        return values(batch, column, field).stream().map(Long::valueOf).toList();
    }

    private double averageLength(Batch batch, String column, String... fields) {
        double sum = 0;
        for (String field : fields) {
            sum += values(batch, column, field).stream()
                    .mapToInt(String::length)
                    .average()
                    .orElseThrow();
        }
        return sum;
    }
}
