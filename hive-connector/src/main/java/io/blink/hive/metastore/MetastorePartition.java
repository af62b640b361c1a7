package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition: its key values as text in the order of the table's partition columns, and its own storage, which may differ from the table's.
 *
 * @param createdSeconds since 1970, by the metastore's clock, which sets it; 0 of one that the metastore has not seen
 */
public record MetastorePartition(
        List<String> values, MetastoreStorage storage, Map<String, String> parameters, long createdSeconds) {
    /** One that the metastore has not seen, or is told about. */
    public MetastorePartition(List<String> values, MetastoreStorage storage, Map<String, String> parameters) {
        this(values, storage, parameters, 0);
    }

    public MetastorePartition {
        values = List.copyOf(values);
        requireNonNull(storage, "storage");
        parameters = Map.copyOf(parameters);
    }

    public MetastorePartition withStorage(MetastoreStorage newStorage) {
        return new MetastorePartition(values, newStorage, parameters, createdSeconds);
    }

    /** This partition with these parameters set and all others kept. */
    public MetastorePartition withParametersAdded(Map<String, String> added) {
        Map<String, String> merged = new HashMap<>(parameters);
        merged.putAll(added);
        return new MetastorePartition(values, storage, merged, createdSeconds);
    }
}
