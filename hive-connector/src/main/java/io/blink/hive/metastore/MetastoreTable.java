package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table or view as the metastore keeps it. Names are lower case, as the metastore stores them.
 *
 * @param viewText the definition as written, for views
 * @param viewExpandedText the definition with names resolved, for views
 */
public record MetastoreTable(
        String database,
        String name,
        String owner,
        TableKind kind,
        MetastoreStorage storage,
        List<MetastoreColumn> partitionColumns,
        Map<String, String> parameters,
        Optional<String> viewText,
        Optional<String> viewExpandedText) {
    public MetastoreTable {
        requireNonNull(database, "database");
        requireNonNull(name, "name");
        requireNonNull(owner, "owner");
        requireNonNull(kind, "kind");
        requireNonNull(storage, "storage");
        partitionColumns = List.copyOf(partitionColumns);
        parameters = Map.copyOf(parameters);
        requireNonNull(viewText, "viewText");
        requireNonNull(viewExpandedText, "viewExpandedText");
    }

    public String qualifiedName() {
        return database + "." + name;
    }

    public MetastoreTable withName(String newName) {
        return new MetastoreTable(
                database, newName, owner, kind, storage, partitionColumns, parameters, viewText, viewExpandedText);
    }

    public MetastoreTable withParameters(Map<String, String> newParameters) {
        return new MetastoreTable(
                database, name, owner, kind, storage, partitionColumns, newParameters, viewText, viewExpandedText);
    }

    /** This table with these parameters set and all others kept. */
    public MetastoreTable withParametersAdded(Map<String, String> added) {
        Map<String, String> merged = new HashMap<>(parameters);
        merged.putAll(added);
        return withParameters(merged);
    }

    public MetastoreTable withStorage(MetastoreStorage newStorage) {
        return new MetastoreTable(
                database, name, owner, kind, newStorage, partitionColumns, parameters, viewText, viewExpandedText);
    }
}
