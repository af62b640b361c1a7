package io.blink.connectors.nexmark;

import io.blink.connectors.ConnectorErrorCode;
import io.blink.connectors.SourceOnlyConnector;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Tables of the events of an auction house. */
final class NexmarkConnector extends SourceOnlyConnector {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    NexmarkConnector() {
        super(NexmarkConnectorFactory.NAME);
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        return NexmarkFields.COLUMNS.stream()
                .map(column -> new ColumnDefinition(column.name(), column.type()))
                .toList();
    }

    @Override
    public TableSource source(CatalogTable table) {
        Configuration options = new Configuration(table.options());
        Instant now = Instant.now();
        long nowNanos = Math.addExact(Math.multiplyExact(now.getEpochSecond(), NANOS_PER_SECOND), now.getNano());
        EventSettings settings = settings(table, options, nowNanos);
        long events = options.get(NexmarkConnectorFactory.EVENTS);
        long rows = events == 0 ? -1 : events;
        boolean paced = !options.get(NexmarkConnectorFactory.AT_FULL_SPEED);
        int splits = positive(table, options, NexmarkConnectorFactory.SPLITS);
        return new TableSource() {
            @Override
            public Boundedness boundedness() {
                return rows < 0 ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
            }

            @Override
            public TableStatistics statistics() {
                return new TableStatistics(rows, -1, Map.of());
            }

            @Override
            public boolean readsParts() {
                return true;
            }

            @Override
            public ScanPlan plan(ScanRequest request) {
                List<NexmarkColumn> columns = request.columns().stream()
                        .map(name -> column(table, name, request.parts()))
                        .toList();
                NexmarkHandle handle = new NexmarkHandle(settings, rows, paced, nowNanos, splits, columns);
                return new ScanPlan(
                        new ConnectorHandle(
                                NexmarkConnectorFactory.NAME, NexmarkHandle.VERSION, PlanJson.write(handle)),
                        request.filters(),
                        rows,
                        -1,
                        (rows < 0 ? "endless" : rows + " events")
                                + (paced ? ", " + settings.sequence().eventsPerSecond() + " a second" : ""));
            }
        };
    }

    private static EventSettings settings(CatalogTable table, Configuration options, long nowNanos) {
        int rate = positive(table, options, NexmarkConnectorFactory.RATE);
        options.optional(NexmarkConnectorFactory.LATER_RATE)
                .filter(later -> later != rate)
                .ifPresent(later -> {
                    throw invalid(
                            table,
                            "'next-event.rate' = " + later + " is not 'first-event.rate' = " + rate
                                    + "; the rate does not change, so leave it out or set both to the same.");
                });
        String start = options.get(NexmarkConnectorFactory.START);
        EventSequence sequence = new EventSequence(
                positive(table, options, NexmarkConnectorFactory.PEOPLE),
                positive(table, options, NexmarkConnectorFactory.AUCTIONS),
                positive(table, options, NexmarkConnectorFactory.BIDS),
                start.equalsIgnoreCase("now") ? nowNanos / 1_000_000 : startMillis(table, start),
                rate);
        return new EventSettings(
                sequence,
                options.get(NexmarkConnectorFactory.SEED),
                (int) options.get(NexmarkConnectorFactory.PERSON_SIZE).bytes(),
                (int) options.get(NexmarkConnectorFactory.AUCTION_SIZE).bytes(),
                (int) options.get(NexmarkConnectorFactory.BID_SIZE).bytes(),
                positive(table, options, NexmarkConnectorFactory.HOT_AUCTIONS),
                positive(table, options, NexmarkConnectorFactory.HOT_BIDDERS),
                positive(table, options, NexmarkConnectorFactory.HOT_SELLERS));
    }

    private static int positive(CatalogTable table, Configuration options, ConfigOption<? extends Number> option) {
        long value = options.get(option).longValue();
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw invalid(table, "'" + option.key() + "' = " + value + " must be from 1 to " + Integer.MAX_VALUE + ".");
        }
        return (int) value;
    }

    private static long startMillis(CatalogTable table, String text) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T'))
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeException e) {
            throw invalid(table, "'start' = '" + text + "' is neither 'now' nor like '2015-07-15 00:00:00'.");
        }
    }

    /** The column with the specification's spelling of names, in which the reader knows them. */
    private static NexmarkColumn column(CatalogTable table, String name, Map<String, DataType> parts) {
        DataType declared =
                parts.getOrDefault(name, table.column(name).orElseThrow().type());
        Field known = named(table, NexmarkFields.COLUMNS, name, declared);
        if (known.type().kind() != TypeKind.ROW) {
            return new NexmarkColumn(known.name(), declared);
        }
        List<Field> fields = declared.fields().stream()
                .map(field -> {
                    Field knownField = named(table, known.type().fields(), field.name(), field.type());
                    return new Field(knownField.name(), field.type());
                })
                .toList();
        return new NexmarkColumn(known.name(), DataType.row(fields));
    }

    private static Field named(CatalogTable table, List<Field> known, String name, DataType declared) {
        Field field = known.stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = known.stream().map(Field::name).toList();
                    return invalid(
                            table,
                            "an event has no '" + name + "'; there are " + names + "." + NearestName.hint(name, names));
                });
        if (field.type().kind() != declared.kind() || field.type().physicalType() != declared.physicalType()) {
            throw invalid(table, "'" + name + "' is declared as " + declared + " and must be " + field.type() + ".");
        }
        return field;
    }

    private static BlinkException invalid(CatalogTable table, String what) {
        return new BlinkException(ConnectorErrorCode.INVALID_GENERATOR, "Table " + table.path() + ": " + what);
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        return numberedSplits(PlanJson.read(scan.json(), NexmarkHandle.class).splits());
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        return new NexmarkReader(PlanJson.read(scan.json(), NexmarkHandle.class), context);
    }
}
