package io.blink.session.statement;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.catalog.WatermarkOptions;
import io.blink.core.spi.connector.Connectors;
import io.blink.session.SessionErrorCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which options a table of a connector may have. */
final class TableOptions {
    private final Connectors connectors;

    TableOptions(Connectors connectors) {
        this.connectors = connectors;
    }

    /** An error for an option that the connector does not have, or whose value it cannot read. */
    void check(TablePath path, String connector, Map<String, String> options) {
        Map<String, ConfigOption<?>> known = new TreeMap<>();
        for (ConfigOption<?> option : connectors.factory(connector).tableOptions()) {
            known.put(option.key(), option);
            option.aliases().forEach(alias -> known.put(alias, option));
        }
        WatermarkOptions.ALL.forEach(option -> known.put(option.key(), option));
        options.forEach((key, value) -> {
            ConfigOption<?> option = known.get(key);
            if (option != null) {
                option.parse(value);
            } else if (known.keySet().stream().noneMatch(name -> isUnder(name, key))) {
                throw new BlinkException(
                        SessionErrorCode.INVALID_TABLE_DEFINITION,
                        "Table " + path + ": connector '" + connector + "' has no option '" + key + "'."
                                + NearestName.hint(key, known.keySet()) + " Its options are " + known.keySet() + ".");
            }
        });
    }

    /** Whether a known name ends in {@code *} and the key begins like it. */
    private static boolean isUnder(String name, String key) {
        return name.endsWith("*") && key.startsWith(name.substring(0, name.length() - 1));
    }

    /** Keys of options that catalogs set and nobody writes. */
    List<String> internal(String connector) {
        return connectors.factory(connector).internalOptions().stream()
                .map(ConfigOption::key)
                .toList();
    }
}
