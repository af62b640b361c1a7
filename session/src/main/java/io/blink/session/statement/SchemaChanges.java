package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.session.SessionErrorCode;
import io.blink.sql.AlterTableAction;
import io.blink.sql.AlterTableAction.PlacedColumn;
import io.blink.sql.AlterTableAction.TableSchema;
import io.blink.sql.ColumnName;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns, primary key and watermark after ALTER TABLE … ADD, MODIFY and DROP, from those before. */
final class SchemaChanges {
    private static final String HIVE = "hive";

    private final SessionContext context;
    private final ComputedColumns computedColumns;

    SchemaChanges(SessionContext context) {
        this.context = context;
        this.computedColumns = new ComputedColumns(context);
    }

    /** Rows written before have NULL in new columns. A column without a place stands behind the others, of a Hive table before its partition columns. */
    CatalogTable added(CatalogTable before, TableSchema schema) {
        CatalogTable table = before;
        for (PlacedColumn placed : schema.columns()) {
            table = added(table, placed);
        }
        if (schema.primaryKey().isPresent()) {
            if (!table.primaryKey().isEmpty()) {
                throw refused(
                        schema.primaryKey().get().position(),
                        table.path() + " has the primary key " + table.primaryKey()
                                + " already; MODIFY it, or drop it first");
            }
            table = withKey(table, schema);
        }
        if (schema.watermark().isPresent()) {
            if (table.watermark() != null) {
                throw refused(
                        schema.watermark().get().position(),
                        table.path() + " has a watermark for '"
                                + table.watermark().column() + "' already; MODIFY it, or drop it first");
            }
            table = withWatermark(table, schema);
        }
        return table;
    }

    private CatalogTable added(CatalogTable table, PlacedColumn placed) {
        io.blink.sql.ColumnDefinition written = placed.column();
        if (table.column(written.name()).isPresent()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    written.position(),
                    table.path() + " has a column '" + written.name() + "' already");
        }
        if (written instanceof io.blink.sql.ColumnDefinition.Physical physical
                && !physical.type().nullable()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    written.position(),
                    "a new column cannot be NOT NULL: the rows that there are have no value for it");
        }
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        columns.add(place(table, columns, placed), definition(table, written));
        return table.withColumns(columns);
    }

    private static int place(CatalogTable table, List<ColumnDefinition> columns, PlacedColumn placed) {
        if (placed.place().isEmpty()) {
            boolean keysLast = table.connector().equals(HIVE);
            return columns.size() - (keysLast ? table.partitionKeys().size() : 0);
        }
        ColumnChanges changes = new ColumnChanges(table);
        changes.checkPlaces(placed.column().position());
        return changes.place(columns, placed.place().get());
    }

    private ColumnDefinition definition(CatalogTable table, io.blink.sql.ColumnDefinition written) {
        String comment = written.comment().orElse(null);
        if (written instanceof io.blink.sql.ColumnDefinition.Computed computed) {
            return computedColumns.define(computed, table.path(), table.columns());
        }
        if (written instanceof io.blink.sql.ColumnDefinition.Metadata metadata) {
            return MetadataColumns.define(metadata, context.connectors().factory(table.connector()));
        }
        io.blink.sql.ColumnDefinition.Physical physical = (io.blink.sql.ColumnDefinition.Physical) written;
        return new ColumnDefinition(physical.name(), physical.type(), null, comment);
    }

    CatalogTable modified(CatalogTable before, TableSchema schema) {
        CatalogTable table = before;
        for (PlacedColumn placed : schema.columns()) {
            table = modified(table, placed);
        }
        if (schema.primaryKey().isPresent()) {
            if (table.primaryKey().isEmpty()) {
                throw refused(schema.primaryKey().get().position(), table.path() + " has no primary key; ADD one");
            }
            table = withKey(table, schema);
        }
        if (schema.watermark().isPresent()) {
            if (table.watermark() == null) {
                throw refused(schema.watermark().get().position(), table.path() + " has no watermark; ADD one");
            }
            table = withWatermark(table, schema);
        }
        return table;
    }

    private CatalogTable modified(CatalogTable table, PlacedColumn placed) {
        io.blink.sql.ColumnDefinition written = placed.column();
        ColumnName name = new ColumnName(written.name(), written.position());
        ColumnChanges changes = new ColumnChanges(table);
        ColumnDefinition old = changes.existing(name);
        boolean wasStored = old.computedAs() == null && old.metadata() == null;
        boolean isStored = written instanceof io.blink.sql.ColumnDefinition.Physical;
        if (wasStored && written instanceof io.blink.sql.ColumnDefinition.Physical physical) {
            return changes.changed(new AlterTableAction.ChangeColumn(
                    name, Optional.empty(), Optional.of(physical.type()), physical.comment(), placed.place()));
        }
        if (wasStored != isStored && changes.isOfFiles()) {
            throw refused(
                    written.position(),
                    "'" + old.name() + "' is " + (wasStored ? "stored in files" : "not stored in files")
                            + " and stays so; create the table anew");
        }
        List<ColumnDefinition> others = new ArrayList<>(table.columns());
        others.remove(old);
        ColumnDefinition column = definition(table.withColumns(others), written);
        return changes.replaced(old, column, placed.place(), written.position());
    }

    private static CatalogTable withKey(CatalogTable table, TableSchema schema) {
        List<String> key = schema.primaryKey().orElseThrow().columns();
        for (String name : key) {
            ColumnDefinition column = new ColumnChanges(table)
                    .existing(new ColumnName(name, schema.primaryKey().get().position()));
            if (column.computedAs() != null || column.metadata() != null) {
                throw refused(
                        schema.primaryKey().get().position(),
                        "'" + name + "' is not stored, and no part of a primary key");
            }
        }
        return table.withPrimaryKey(key);
    }

    private CatalogTable withWatermark(CatalogTable table, TableSchema schema) {
        io.blink.sql.WatermarkDefinition written = schema.watermark().orElseThrow();
        String top = written.column().replaceAll("\\..*", "");
        new ColumnChanges(table).existing(new ColumnName(top, written.position()));
        return table.withWatermark(new WatermarkDefinition(written.column(), written.expression()));
    }

    static CatalogTable withoutKey(CatalogTable table, SourcePosition position) {
        if (table.primaryKey().isEmpty()) {
            throw refused(position, table.path() + " has no primary key");
        }
        return table.withPrimaryKey(List.of());
    }

    static CatalogTable withoutWatermark(CatalogTable table, SourcePosition position) {
        if (table.watermark() == null) {
            throw refused(position, table.path() + " has no watermark");
        }
        return table.withWatermark(null);
    }

    private static BlinkException refused(SourcePosition position, String message) {
        return SqlErrors.at(SessionErrorCode.INVALID_TABLE_DEFINITION, position, message);
    }
}
