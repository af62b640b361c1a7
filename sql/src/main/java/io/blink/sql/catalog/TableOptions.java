package io.blink.sql.catalog;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorCode;
import io.blink.core.spi.catalog.ParallelismOptions;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.catalog.WatermarkOptions;
import io.blink.core.spi.connector.Connectors;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which options a table of a connector may have. */
public final class TableOptions {
    private static final String HIVE = "hive";

    /** What makes the table what it is, in Blink's spelling and Hive's; a Hive table's own place and format too. */
    private static final Set<String> FIXED = Set.of("connector");

    private static final Set<String> FIXED_OF_HIVE =
            Set.of("connector", "location", "format", "external", "transactional");

    private final Connectors connectors;
    private final ErrorCode invalid;

    /** @param invalid the error of an option that a connector does not have */
    public TableOptions(Connectors connectors, ErrorCode invalid) {
        this.connectors = connectors;
        this.invalid = invalid;
    }

    /** An error for an option that the connector does not have, or whose value it cannot read. */
    public void check(TablePath path, String connector, Map<String, String> options) {
        Map<String, ConfigOption<?>> known = new TreeMap<>();
        for (ConfigOption<?> option : connectors.factory(connector).tableOptions()) {
            known.put(option.key(), option);
            option.aliases().forEach(alias -> known.put(alias, option));
        }
        WatermarkOptions.ALL.forEach(option -> known.put(option.key(), option));
        ParallelismOptions.ALL.forEach(option -> known.put(option.key(), option));
        options.forEach((key, value) -> {
            ConfigOption<?> option = known.get(key);
            if (option != null) {
                option.parse(value);
            } else if (known.keySet().stream().noneMatch(name -> isUnder(name, key))) {
                throw new BlinkException(
                        invalid,
                        "Table " + path + ": connector '" + connector + "' has no option '" + key + "'."
                                + NearestName.hint(key, known.keySet()) + " Its options are " + known.keySet() + ".");
            }
        });
    }

    /** Whether a known name ends in {@code *} and the key begins like it. */
    private static boolean isUnder(String name, String key) {
        return name.endsWith("*") && key.startsWith(name.substring(0, name.length() - 1));
    }

    /** Whether only CREATE TABLE, or the catalog, says what the option of a table is. */
    public boolean isFixed(String connector, String key) {
        Set<String> fixed = connector.equals(HIVE) ? FIXED_OF_HIVE : FIXED;
        return internal(connector).contains(key) || fixed.stream().anyMatch(key::equalsIgnoreCase);
    }

    /** Keys of options that catalogs set and nobody writes. */
    public Set<String> internal(String connector) {
        return connectors.factory(connector).internalOptions().stream()
                .map(ConfigOption::key)
                .collect(Collectors.toSet());
    }
}
