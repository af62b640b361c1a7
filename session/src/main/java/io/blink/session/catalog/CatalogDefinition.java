package io.blink.session.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What CREATE CATALOG said. @param options without the type */
public record CatalogDefinition(String name, String type, Optional<String> comment, Map<String, String> options) {
    public CatalogDefinition {
        options = Map.copyOf(options);
    }

    /** Sorted, for those who show them. */
    public Map<String, String> sortedOptions() {
        return new TreeMap<>(options);
    }
}
