package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.sql.Catalogs;
import io.blink.sql.ForwardingCatalogs;
import io.blink.sql.ObjectName;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.util.Optional;

/** Catalogs for planning the query of CREATE OR REPLACE TABLE AS, which must not read the table: it is gone when the query runs. */
final class ReplacedTable extends ForwardingCatalogs {
    private final ObjectName name;
    private final TablePath path;

    ReplacedTable(Catalogs catalogs, ObjectName name, SessionContext context) {
        super(catalogs);
        this.name = name;
        this.path = context.catalogs().resolve(name);
    }

    @Override
    public Optional<CatalogTable> temporaryTable(TablePath asked) {
        if (asked.toString().equalsIgnoreCase(path.toString())) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    name.position(),
                    "the query reads " + path
                            + ", which would be gone by then; create the new table under another name,"
                            + " or use INSERT OVERWRITE");
        }
        return super.temporaryTable(asked);
    }
}
