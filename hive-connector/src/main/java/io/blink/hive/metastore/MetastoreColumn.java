package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A column as the metastore keeps it; {@code type} is Hive's type text, for example {@code map<string,array<int>>}. */
public record MetastoreColumn(String name, String type, Optional<String> comment) {
    public MetastoreColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(comment, "comment");
    }

    public MetastoreColumn(String name, String type) {
        this(name, type, Optional.empty());
    }
}
