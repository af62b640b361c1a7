package io.blink.core.spi.catalog;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;

/** Makes catalogs of one {@code 'type'} for {@code CREATE CATALOG … WITH ('type'=…)}. Found by {@link java.util.ServiceLoader}. */
public interface CatalogFactory {
    String type();

    /** The options that WITH may hold besides {@code type}; unknown ones are an error. */
    List<ConfigOption<?>> options();

    Catalog create(String name, Configuration options, FileSystems fileSystems);
}
