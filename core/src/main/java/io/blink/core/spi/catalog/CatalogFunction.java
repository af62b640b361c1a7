package io.blink.core.spi.catalog;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A user's function in Java as a catalog knows it.
 *
 * @param path with the function's name as the table
 * @param jars paths of the jars that the class needs; empty: those of the session
 */
public record CatalogFunction(TablePath path, String className, List<String> jars) {
    public CatalogFunction {
        requireNonNull(path, "path");
        requireNonNull(className, "className");
        jars = List.copyOf(jars);
    }
}
