package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how the rows of a table or partition lie: Hive's storage descriptor.
 *
 * @param location absent only for views and for a table yet to be created at the metastore's choice
 * @param bucketCount 0 when not bucketed
 */
public record MetastoreStorage(
        List<MetastoreColumn> columns,
        Optional<String> location,
        String inputFormat,
        String outputFormat,
        String serde,
        Map<String, String> serdeParameters,
        int bucketCount,
        List<String> bucketColumns,
        Map<String, String> parameters) {
    public MetastoreStorage {
        columns = List.copyOf(columns);
        requireNonNull(location, "location");
        requireNonNull(inputFormat, "inputFormat");
        requireNonNull(outputFormat, "outputFormat");
        requireNonNull(serde, "serde");
        serdeParameters = Map.copyOf(serdeParameters);
        bucketColumns = List.copyOf(bucketColumns);
        parameters = Map.copyOf(parameters);
    }

    public MetastoreStorage withColumns(List<MetastoreColumn> newColumns) {
        return new MetastoreStorage(
                newColumns,
                location,
                inputFormat,
                outputFormat,
                serde,
                serdeParameters,
                bucketCount,
                bucketColumns,
                parameters);
    }

    public MetastoreStorage withLocation(String newLocation) {
        return new MetastoreStorage(
                columns,
                Optional.of(newLocation),
                inputFormat,
                outputFormat,
                serde,
                serdeParameters,
                bucketCount,
                bucketColumns,
                parameters);
    }
}
