package io.blink.sql.catalog;

import java.util.List;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Table;

/** Looks tables up: {@code table} in the current database, {@code database.table} in the current catalog, {@code catalog.database.table}. */
public final class BlinkCatalogReader extends CalciteCatalogReader {
    private final CatalogSchemas schemas;

    private BlinkCatalogReader(
            CalciteSchema root, CatalogSchemas schemas, List<String> database, RelDataTypeFactory factory) {
        super(root, new ColumnNames(), List.of(database, database.subList(0, 1), List.of()), factory, configuration());
        this.schemas = schemas;
    }

    public static BlinkCatalogReader create(
            CatalogSchemas schemas, String catalog, String database, RelDataTypeFactory factory) {
        CalciteSchema root = CalciteSchema.createRootSchema(false, false, "", schemas.root());
        return new BlinkCatalogReader(root, schemas, List.of(catalog, database), factory);
    }

    /** With another current database: for the text of a view. */
    @Override
    public BlinkCatalogReader withSchemaPath(List<String> database) {
        return new BlinkCatalogReader(rootSchema, schemas, database, typeFactory);
    }

    /** Tables and views that the statement has found so far. */
    public List<Table> usedTables() {
        return schemas.used();
    }

    private static CalciteConnectionConfig configuration() {
        Properties properties = new Properties();
        properties.setProperty("caseSensitive", "false");
        return new CalciteConnectionConfigImpl(properties);
    }
}
