package io.blink.sql;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.type.DataType;
import io.blink.testing.connector.PartialConnector;
import java.util.List;
import java.util.Map;

/** Plans nothing but knows row counts and boundedness from the table's options. */
public final class TestingConnector extends PartialConnector {
    public static final String NAME = "testing";

    public TestingConnector() {
        super(NAME);
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        return List.of(new ColumnDefinition("inferred", DataType.string()));
    }

    @Override
    public TableSource source(CatalogTable table) {
        return new TableSource() {
            @Override
            public Boundedness boundedness() {
                return table.options().containsKey("unbounded") ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
            }

            @Override
            public TableStatistics statistics() {
                return new TableStatistics(Long.parseLong(table.options().getOrDefault("rows", "-1")), -1, Map.of());
            }

            @Override
            public ScanPlan plan(ScanRequest request) {
                throw new UnsupportedOperationException("only the logical phase is tested with this");
            }
        };
    }
}
