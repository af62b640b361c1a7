package io.blink.sql.physical;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.sql.TestingConnector;
import io.blink.testing.connector.PartialConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Plans scans and writes as a connector over partitioned files would: filters that compare one partition key with constants are answered by it, rows
 * are written partition by partition. Takes the place of the connector that only knows statistics.
 */
final class PlanningConnector extends PartialConnector {
    private static final Map<String, Long> DISTINCT = Map.ofEntries(
            Map.entry("ss_item_sk", 18_000L),
            Map.entry("ss_customer_sk", 90_000L),
            Map.entry("ss_store_sk", 6L),
            Map.entry("ss_sold_date_sk", 1_823L),
            Map.entry("ss_ticket_number", 240_000L),
            Map.entry("sr_item_sk", 18_000L),
            Map.entry("sr_ticket_number", 168_000L),
            Map.entry("sr_customer_sk", 80_000L),
            Map.entry("d_date_sk", 73_049L),
            Map.entry("d_year", 200L),
            Map.entry("d_moy", 12L),
            Map.entry("i_item_sk", 18_000L),
            Map.entry("i_brand", 700L),
            Map.entry("i_category", 10L),
            Map.entry("s_store_sk", 12L),
            Map.entry("s_state", 9L),
            Map.entry("c_customer_sk", 100_000L),
            Map.entry("ca_address_sk", 50_000L),
            Map.entry("ca_state", 51L));

    PlanningConnector() {
        super(TestingConnector.NAME);
    }

    @Override
    public TableSource source(CatalogTable table) {
        return new Source(table);
    }

    private record Source(CatalogTable table) implements TableSource {
        @Override
        public Boundedness boundedness() {
            return table.options().containsKey("unbounded") ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
        }

        @Override
        public ChangelogMode changelogMode() {
            return ChangelogMode.valueOf(table.options().getOrDefault("changelog", "APPEND"));
        }

        @Override
        public TableStatistics statistics() {
            Map<String, ColumnStatistics> columns = new HashMap<>();
            for (ColumnDefinition column : table.columns()) {
                Long distinct = DISTINCT.get(column.name());
                if (distinct != null) {
                    columns.put(column.name(), new ColumnStatistics(distinct, 0, null, null, -1));
                }
            }
            return new TableStatistics(Long.parseLong(table.options().getOrDefault("rows", "-1")), -1, columns);
        }

        @Override
        public ScanPlan plan(ScanRequest request) {
            List<Expression> remaining = request.filters().stream()
                    .filter(filter -> !isPartitionFilter(filter, request.filterColumns()))
                    .toList();
            String json = "{\"table\":\"" + table.path() + "\",\"columns\":\"" + request.columns() + "\",\"filters\":\""
                    + request.filters() + "\",\"limit\":" + request.limit() + "}";
            String limit = request.limit() < 0 ? "" : " limit " + request.limit();
            String description = request.filters().isEmpty()
                    ? limit.strip()
                    : "pushed: " + request.filters() + " of " + request.filterColumns() + limit;
            return new ScanPlan(new ConnectorHandle(TestingConnector.NAME, 1, json), remaining, -1, -1, description);
        }

        private boolean isPartitionFilter(Expression filter, List<String> columns) {
            return filter instanceof Call call
                    && call.arguments().get(0) instanceof InputColumn column
                    && table.partitionKeys().contains(columns.get(column.index()))
                    && call.arguments().stream().skip(1).allMatch(Literal.class::isInstance);
        }
    }

    @Override
    public TableSink sink(CatalogTable table) {
        return request -> sinkPlan(table, request);
    }

    private static SinkPlan sinkPlan(CatalogTable table, SinkRequest request) {
        List<Integer> keys = IntStream.range(0, table.columns().size())
                .filter(i ->
                        table.partitionKeys().contains(table.columns().get(i).name()))
                .boxed()
                .toList();
        boolean dynamic = keys.size() > request.staticPartition().size();
        List<Integer> partitionBy = dynamic ? keys : List.of();
        String description = (request.overwrite() ? "overwrite" : "append") + " " + request.staticPartition();
        return new SinkPlan(new ConnectorHandle(TestingConnector.NAME, 1, "{}"), partitionBy, partitionBy, description);
    }
}
