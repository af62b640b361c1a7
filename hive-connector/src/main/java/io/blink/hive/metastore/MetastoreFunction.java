package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A function in Java as the metastore keeps it, for Hive, Flink and Blink alike: which API its class extends only the class tells.
 *
 * @param jars URIs; what Hive calls FILE and ARCHIVE resources is not among them
 */
public record MetastoreFunction(String database, String name, String className, String owner, List<String> jars) {
    public MetastoreFunction {
        requireNonNull(database, "database");
        requireNonNull(name, "name");
        requireNonNull(className, "className");
        requireNonNull(owner, "owner");
        jars = List.copyOf(jars);
    }

    String qualifiedName() {
        return database + "." + name;
    }
}
