package io.blink.sql.logical.translate;

import io.blink.core.plan.SinkConflict;
import io.blink.core.spi.catalog.CatalogTable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table that an INSERT writes.
 *
 * @param table with its columns known
 * @param staticPartition values of the partition columns that the statement fixes, by name as the table spells it; the rows carry them too
 * @param ifNotExists write only where the static partition is new
 * @param conflict of rows that claim one primary key; {@code null} where the statement does not say
 */
public record InsertTarget(
        CatalogTable table,
        boolean overwrite,
        Map<String, String> staticPartition,
        boolean ifNotExists,
        SinkConflict conflict) {
    public InsertTarget {
        staticPartition = new LinkedHashMap<>(staticPartition);
    }
}
