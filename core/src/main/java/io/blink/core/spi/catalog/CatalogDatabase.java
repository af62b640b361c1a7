package io.blink.core.spi.catalog;

import java.util.Map;

/** A database of a catalog. @param comment may be {@code null} @param location where its tables lie by default; may be {@code null} */
public record CatalogDatabase(String name, String comment, String location, Map<String, String> properties) {
    public CatalogDatabase {
        properties = Map.copyOf(properties);
    }
}
