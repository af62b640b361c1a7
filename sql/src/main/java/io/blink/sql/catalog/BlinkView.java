package io.blink.sql.catalog;

import static java.util.Objects.requireNonNull;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.type.Field;
import io.blink.sql.type.TypeMapping;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TemporalTable;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A view of a query. Its text is read where its own database is the current one. Its columns are as declared when it was created. */
public final class BlinkView extends AbstractTable implements TranslatableTable, TemporalTable {
    private final CatalogTable definition;

    BlinkView(CatalogTable definition) {
        this.definition = requireNonNull(definition, "definition");
    }

    public CatalogTable definition() {
        return definition;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        return TypeMapping.rowType(
                definition.columns().stream()
                        .map(column -> new Field(column.name(), column.type()))
                        .toList(),
                factory);
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        List<String> path = List.of(
                definition.path().catalog(),
                definition.path().database(),
                definition.path().table());
        return context.expandView(table.getRowType(), definition.viewText(), path.subList(0, 2), path).rel;
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
