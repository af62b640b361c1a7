package io.blink.hive.read;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Expression;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.hive.HiveFileFormat;
import io.blink.hive.HivePaths;
import io.blink.hive.catalog.HiveTables;
import io.blink.hive.metastore.MetastorePartition;
import java.util.List;
import java.util.Map;

/**
 * A fixed scan, as JSON in the job's plan.
 *
 * @param fileColumns what the table says its files hold
 * @param columns names of the columns that batches have, in order; of files and of partitions
 * @param parts by name, types of columns that are read in part; {@code null}: none
 * @param filterColumns names of file columns that only filters need; {@code null}: none
 * @param filters conjuncts over the file columns among {@code columns}, numbered in their order, and behind them {@code filterColumns}; files may leave out rows that fail one
 * @param strict whether readers apply the filters to each row, those of the kind that is applied to rows
 * @param partitions what is left of them after pruning; one without values for an unpartitioned table; of a watched table none, as splits carry theirs
 * @param watch how partitions are found while the scan runs; {@code null}: they are fixed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanHandle(
        String table,
        String location,
        String format,
        Map<String, String> formatOptions,
        List<Field> fileColumns,
        List<Field> partitionColumns,
        List<String> columns,
        Map<String, DataType> parts,
        List<String> filterColumns,
        List<Expression> filters,
        boolean strict,
        List<ScanPartition> partitions,
        long splitBytesMax,
        TableWatch watch) {
    /** Version of the JSON. */
    public static final int VERSION = 1;

    /**
     * @param values of the partition columns, as metastore text
     * @param location below the table's, or anywhere; {@code null}: the table's
     * @param format where it differs from the table's; else {@code null}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ScanPartition(List<String> values, String location, String format) {
        public ScanPartition {
            values = List.copyOf(values);
        }

        /** Below the table's location only the rest of the path is kept, as plans may hold many partitions. */
        static ScanPartition of(MetastorePartition partition, String table, String tableLocation, String tableFormat) {
            String subject = "partition " + partition.values() + " of " + table;
            String format = HiveFileFormat.of(partition.storage(), subject).formatName();
            String location = partition.storage().location().orElse(tableLocation);
            String prefix = tableLocation.endsWith("/") ? tableLocation : tableLocation + "/";
            return new ScanPartition(
                    partition.values(),
                    location.startsWith(prefix) ? location.substring(prefix.length()) : location,
                    format.equals(tableFormat) ? null : format);
        }
    }

    public ScanHandle {
        requireNonNull(table, "table");
        requireNonNull(location, "location");
        formatOptions = Map.copyOf(formatOptions);
        fileColumns = List.copyOf(fileColumns);
        partitionColumns = List.copyOf(partitionColumns);
        columns = List.copyOf(columns);
        parts = parts == null ? Map.of() : Map.copyOf(parts);
        filterColumns = filterColumns == null ? List.of() : List.copyOf(filterColumns);
        filters = List.copyOf(filters);
        partitions = List.copyOf(partitions);
    }

    public static ScanHandle read(ConnectorHandle handle) {
        return PlanJson.read(handle.json(), ScanHandle.class);
    }

    public ConnectorHandle handle() {
        return new ConnectorHandle(HiveTables.CONNECTOR, VERSION, PlanJson.write(this));
    }

    ScanHandle withPartitions(List<ScanPartition> others) {
        return with(others, watch);
    }

    ScanHandle watched(TableWatch how) {
        return with(List.of(), how);
    }

    private ScanHandle with(List<ScanPartition> others, TableWatch how) {
        return new ScanHandle(
                table,
                location,
                format,
                formatOptions,
                fileColumns,
                partitionColumns,
                columns,
                parts,
                filterColumns,
                filters,
                strict,
                others,
                splitBytesMax,
                how);
    }

    /** The partition that a split belongs to. */
    ScanPartition partitionOf(HiveSplit split) {
        return split.own() == null ? partitions.get(split.partition()) : split.own();
    }

    String locationOf(ScanPartition partition) {
        if (partition.location() == null) {
            return location;
        }
        boolean absolute =
                partition.location().startsWith("/") || partition.location().indexOf(":/") > 0;
        return absolute ? partition.location() : HivePaths.child(location, partition.location());
    }

    String formatOf(ScanPartition partition) {
        return partition.format() == null ? format : partition.format();
    }

    /** The columns that come from files, in the order of {@link #columns}. */
    @JsonIgnore
    List<Field> readColumns() {
        return fields(columns);
    }

    /** Those of {@link #filterColumns}. */
    @JsonIgnore
    List<Field> fieldsOfFilters() {
        return fields(filterColumns);
    }

    private List<Field> fields(List<String> names) {
        return names.stream()
                .flatMap(name -> fileColumns.stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .map(field -> part(name, field)))
                .toList();
    }

    private Field part(String name, Field field) {
        return new Field(field.name(), parts.getOrDefault(name, field.type()));
    }

    @JsonIgnore
    Configuration options() {
        return new Configuration(formatOptions);
    }
}
