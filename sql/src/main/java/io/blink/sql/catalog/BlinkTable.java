package io.blink.sql.catalog;

import static java.util.Objects.requireNonNull;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.type.Field;
import io.blink.sql.hint.RelationHint;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TemporalTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A table of a query: its definition with all columns known, and, on demand, its source and statistics. What {@code
 * relOptTable.unwrap(BlinkTable.class)} gives. One statement, one thread.
 */
public final class BlinkTable extends AbstractTable implements TemporalTable {
    private final CatalogTable definition;
    private final Connectors connectors;
    private final List<RelationHint.Marked> hints;
    private final Optional<TableStatistics> analyzed;
    private TableSource source;
    private TableStatistics statistics;

    private BlinkTable(
            CatalogTable definition,
            Connectors connectors,
            List<RelationHint.Marked> hints,
            Optional<TableStatistics> analyzed) {
        this.definition = requireNonNull(definition, "definition");
        this.connectors = requireNonNull(connectors, "connectors");
        this.hints = List.copyOf(hints);
        this.analyzed = requireNonNull(analyzed, "analyzed");
    }

    /** The table that a node of a query reads. */
    public static BlinkTable of(TableScan scan) {
        return requireNonNull(scan.getTable().unwrap(BlinkTable.class), "a table of a catalog");
    }

    /**
     * Asks the connector for the columns if the definition has none.
     *
     * @param analyzed what ANALYZE TABLE found, if the connector does not keep it
     */
    public static BlinkTable resolve(
            CatalogTable definition, Connectors connectors, Optional<TableStatistics> analyzed) {
        if (!definition.columns().isEmpty()) {
            return new BlinkTable(definition, connectors, List.of(), analyzed);
        }
        Connector connector = connectors.get(definition.connector());
        return new BlinkTable(
                definition.withColumns(connector.inferColumns(definition)), connectors, List.of(), analyzed);
    }

    /** The same table with options of a hint laid over its own. */
    public BlinkTable withOptions(Map<String, String> hinted) {
        Map<String, String> options = new HashMap<>(definition.options());
        options.putAll(hinted);
        return new BlinkTable(definition.withOptions(options), connectors, hints, analyzed);
    }

    /** The same table, in a place that hints speak about. */
    public BlinkTable withHints(List<RelationHint.Marked> hints) {
        return hints.isEmpty() ? this : new BlinkTable(definition, connectors, hints, analyzed);
    }

    /** Hints about the relations that this place of the table belongs to. */
    public List<RelationHint.Marked> hints() {
        return hints;
    }

    public CatalogTable definition() {
        return definition;
    }

    public TableSource source() {
        if (source == null) {
            source = connectors.get(definition.connector()).source(definition.forConnector());
        }
        return source;
    }

    public TableStatistics statistics() {
        if (statistics == null) {
            TableStatistics now = isOfColumnsAlone() ? TableStatistics.UNKNOWN : source().statistics();
            statistics = analyzed.filter(then -> then.bytes() == now.bytes()).orElse(now);
        }
        return statistics;
    }

    /** What a computed column's type is found over: a table that no connector reads yet. */
    private boolean isOfColumnsAlone() {
        return definition.connector().isEmpty();
    }

    public boolean isUnbounded() {
        return source().boundedness() == Boundedness.UNBOUNDED;
    }

    /** Columns that the connector reads and writes, in the table's order. */
    public List<ColumnDefinition> storedColumns() {
        return definition.columns().stream()
                .filter(column -> column.computedAs() == null)
                .toList();
    }

    public boolean hasComputedColumns() {
        return definition.columns().stream().anyMatch(column -> column.computedAs() != null);
    }

    /** All columns, computed ones included. */
    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        return rowType(definition.columns(), factory);
    }

    public RelDataType storedRowType(RelDataTypeFactory factory) {
        return rowType(storedColumns(), factory);
    }

    private static RelDataType rowType(List<ColumnDefinition> columns, RelDataTypeFactory factory) {
        return TypeMapping.rowType(
                columns.stream()
                        .map(column -> new Field(column.name(), column.type()))
                        .toList(),
                factory);
    }

    @Override
    public Statistic getStatistic() {
        long rows = statistics().rowCount();
        List<ImmutableBitSet> keys = new ArrayList<>();
        if (!definition.primaryKey().isEmpty() && !hasComputedColumns()) {
            keys.add(ImmutableBitSet.of(
                    definition.primaryKey().stream().map(this::indexOf).toList()));
        }
        return Statistics.of(rows < 0 ? null : (double) rows, keys, List.of(), List.of());
    }

    private int indexOf(String column) {
        for (int i = 0; i < definition.columns().size(); i++) {
            if (definition.columns().get(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(definition.path() + " has no column " + column);
    }

    /** Every table has versions, by its time column or the moment of reading; there are no columns for them. */
    @Override
    public String getSysStartFieldName() {
        return "system_start";
    }

    @Override
    public String getSysEndFieldName() {
        return "system_end";
    }
}
