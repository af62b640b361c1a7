package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A partition: its key values as text in the order of the table's partition columns, and its own storage, which may differ from the table's. */
public record MetastorePartition(List<String> values, MetastoreStorage storage, Map<String, String> parameters) {
    public MetastorePartition {
        values = List.copyOf(values);
        requireNonNull(storage, "storage");
        parameters = Map.copyOf(parameters);
    }

    public MetastorePartition withStorage(MetastoreStorage newStorage) {
        return new MetastorePartition(values, newStorage, parameters);
    }

    /** This partition with these parameters set and all others kept. */
    public MetastorePartition withParametersAdded(Map<String, String> added) {
        Map<String, String> merged = new HashMap<>(parameters);
        merged.putAll(added);
        return new MetastorePartition(values, storage, merged);
    }
}
