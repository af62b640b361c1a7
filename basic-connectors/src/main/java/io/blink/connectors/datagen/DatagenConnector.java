package io.blink.connectors.datagen;

import io.blink.connectors.ConnectorErrorCode;
import io.blink.connectors.SourceOnlyConnector;
import io.blink.core.config.Configuration;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tables of made-up rows. */
final class DatagenConnector extends SourceOnlyConnector {
    DatagenConnector() {
        super(DatagenConnectorFactory.NAME);
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        throw new BlinkException(
                ConnectorErrorCode.INVALID_GENERATOR,
                "Table " + table.path() + " of connector 'datagen' must declare its columns.");
    }

    @Override
    public TableSource source(CatalogTable table) {
        Configuration options = new Configuration(table.options());
        long rows = options.optional(DatagenConnectorFactory.NUMBER_OF_ROWS).orElse(-1L);
        long rate = options.optional(DatagenConnectorFactory.ROWS_PER_SECOND).orElse(0L);
        int splits = options.get(DatagenConnectorFactory.SPLITS);
        if (splits < 1 || rate < 0) {
            throw new BlinkException(
                    ConnectorErrorCode.INVALID_GENERATOR,
                    "Table " + table.path() + ": 'splits' = " + splits + " and 'rows-per-second' = " + rate
                            + " must not be below 1 and 0.");
        }
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
            public ScanPlan plan(ScanRequest request) {
                DatagenHandle handle = handle(table, options, request, rows, rate, splits);
                return new ScanPlan(
                        new ConnectorHandle(
                                DatagenConnectorFactory.NAME, DatagenHandle.VERSION, PlanJson.write(handle)),
                        request.filters(),
                        rows,
                        -1,
                        (rows < 0 ? "endless" : rows + " rows") + (rate > 0 ? ", " + rate + " a second" : ""));
            }
        };
    }

    private static DatagenHandle handle(
            CatalogTable table, Configuration options, ScanRequest request, long rows, long rate, int splits) {
        Instant now = Instant.now();
        long nowNanos = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        String start = options.get(DatagenConnectorFactory.START);
        long startMicros = start.equalsIgnoreCase("now") ? nowNanos / 1000 : startMicros(table, start);
        FieldOptions fields = new FieldOptions(table, startMicros, rate);
        List<FieldGenerator> generators = request.columns().stream()
                .map(name -> fields.generator(table.column(name).orElseThrow()))
                .toList();
        return new DatagenHandle(rows, rate, nowNanos, splits, options.get(DatagenConnectorFactory.SEED), generators);
    }

    private static long startMicros(CatalogTable table, String text) {
        try {
            return FieldOptions.micros(text);
        } catch (java.time.DateTimeException e) {
            throw new BlinkException(
                    ConnectorErrorCode.INVALID_GENERATOR,
                    "Table " + table.path() + ": 'start' = '" + text
                            + "' is neither 'now' nor like '2024-01-01 00:00:00'.",
                    e);
        }
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        return numberedSplits(PlanJson.read(scan.json(), DatagenHandle.class).splits());
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        return new DatagenReader(PlanJson.read(scan.json(), DatagenHandle.class), context);
    }
}
