package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.sql.Statement;
import io.blink.sql.TableFeature;
import io.blink.sql.TableLike;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns that CREATE TABLE … LIKE takes over: all stored ones, and computed and METADATA columns as it says, but for those that it defines anew. */
final class LikeColumns {
    private final TableLike like;
    private final CatalogTable source;

    LikeColumns(TableLike like, CatalogTable source) {
        this.like = like;
        this.source = source;
    }

    /** @param connector of the new table, which must know the METADATA */
    List<ColumnDefinition> inherited(Statement.CreateTable create, String connector, SessionContext context) {
        List<ColumnDefinition> inherited = new ArrayList<>();
        for (ColumnDefinition column : source.columns()) {
            boolean stored = column.computedAs() == null && column.metadata() == null;
            boolean taken = stored
                    || like.features()
                            .contains(column.metadata() == null ? TableFeature.GENERATED : TableFeature.METADATA);
            boolean anew = !stored
                    && create.columns().stream().anyMatch(own -> own.name().equalsIgnoreCase(column.name()));
            if (taken && !anew) {
                inherited.add(
                        column.metadata() == null
                                ? column
                                : MetadataColumns.define(
                                        written(column), context.connectors().factory(connector)));
            }
        }
        return inherited;
    }

    private io.blink.sql.ColumnDefinition.Metadata written(ColumnDefinition column) {
        return new io.blink.sql.ColumnDefinition.Metadata(
                column.name(),
                column.type(),
                Optional.of(column.metadata().key()),
                column.metadata().virtual(),
                Optional.ofNullable(column.comment()),
                like.table().position());
    }
}
