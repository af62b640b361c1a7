package io.blink.session.statement;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.PartitionPath;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The partitions of a table by their names, {@code key=value/key=value} in Hive's escaping. */
final class PartitionNames {
    private PartitionNames() {}

    /** Of the catalog, or of the connector where that knows them. */
    static List<String> of(CatalogTable table, SessionContext context) {
        return context.catalogs().keepsPartitions(table)
                ? context.catalogs().existingCatalog(table.path().catalog()).listPartitions(table.path())
                : context.connectors().get(table.connector()).listPartitions(table);
    }

    /** Whether the partition has all of these values, numbers in any spelling. */
    static boolean has(String partition, Map<String, String> values) {
        return values.entrySet().stream().allMatch(value -> has(partition, value.getKey(), value.getValue()));
    }

    static boolean has(String partition, String column, String value) {
        Map<String, String> parts = PartitionPath.parse(partition);
        String key = column.toLowerCase(Locale.ROOT);
        return parts.containsKey(key)
                && isSame(Objects.requireNonNullElse(parts.get(key), PartitionPath.NULL_NAME), value);
    }

    private static boolean isSame(String left, String right) {
        return left.equals(right)
                || isNumber(left) && isNumber(right) && new BigDecimal(left).compareTo(new BigDecimal(right)) == 0;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?");
    }
}
