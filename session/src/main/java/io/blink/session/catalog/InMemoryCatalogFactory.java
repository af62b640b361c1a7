package io.blink.session.catalog;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;

/** {@code CREATE CATALOG … WITH ('type' = 'generic_in_memory')}. */
public final class InMemoryCatalogFactory implements CatalogFactory {
    public static final String TYPE = "generic_in_memory";

    public static final ConfigOption<String> DEFAULT_DATABASE = ConfigOption.string(
            "default-database", "default", "The database that the catalog has from the start and USE CATALOG selects.");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(DEFAULT_DATABASE);
    }

    @Override
    public Catalog create(String name, Configuration options, FileSystems fileSystems) {
        return new InMemoryCatalog(name, options.get(DEFAULT_DATABASE));
    }
}
