package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/** A database; {@code location} is absent when the metastore is to choose it. */
public record MetastoreDatabase(
        String name, Optional<String> comment, Optional<String> location, Map<String, String> parameters) {
    public MetastoreDatabase {
        requireNonNull(name, "name");
        requireNonNull(comment, "comment");
        requireNonNull(location, "location");
        parameters = Map.copyOf(parameters);
    }
}
