package io.blink.hive.read;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.filesystem.SplitSize;
import io.blink.formats.selection.RowSelection;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.HiveFileFormat;
import io.blink.hive.HiveTableOptions;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.catalog.HiveTables;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Hive table as the source of a query. Made for one statement; used by one thread. */
public final class HiveTableSource implements TableSource {
    private static final String STREAMING_SOURCE = "streaming-source.enable";

    private final MetastoreTable table;
    private final Configuration options;
    private final HiveTableSchema schema;
    private final HivePartitions partitions;
    private final HiveTableStatistics statistics;

    public HiveTableSource(
            MetastoreTable table, MetastoreClient client, Map<String, String> options, FileSystems fileSystems) {
        this.table = table;
        this.options = new Configuration(options);
        refuseUnreadable();
        this.schema = HiveTableSchema.of(table);
        this.partitions = new HivePartitions(table, schema, client);
        this.statistics = new HiveTableStatistics(table, schema, client, partitions, fileSystems);
    }

    private void refuseUnreadable() {
        if (table.kind().isView()) {
            throw new BlinkException(
                    HiveErrorCode.INVALID_TABLE, table.qualifiedName() + " is a view and has no files of its own");
        }
        HiveTables.refuseTransactional(table.parameters(), table.qualifiedName());
        HiveFileFormat.of(table.storage(), "table " + table.qualifiedName());
        if (Boolean.parseBoolean(options.asMap().getOrDefault(STREAMING_SOURCE, "false"))) {
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    "Table " + table.qualifiedName() + " asks for '" + STREAMING_SOURCE
                            + "' = 'true'; Blink reads Hive tables as they are when the query starts: take the option away");
        }
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public TableStatistics statistics() {
        return statistics.ofTable();
    }

    @Override
    public boolean readsParts() {
        return true;
    }

    @Override
    public ScanPlan plan(ScanRequest request) {
        HiveFilters filters = HiveFilters.split(request, schema);
        List<MetastorePartition> kept = partitions.matching(filters.partitionPredicates());
        HiveTableStatistics.Size size = statistics.ofPartitions(kept);
        ScanHandle handle = new ScanHandle(
                table.qualifiedName(),
                table.storage().location().orElseThrow(),
                HiveFileFormat.of(table.storage(), "table " + table.qualifiedName())
                        .formatName(),
                table.parameters(),
                schema.dataColumns(),
                schema.partitionColumns(),
                columns(request),
                request.parts(),
                filters.filterColumns(),
                filters.fileFilters(),
                !filters.applied().isEmpty(),
                scanPartitions(kept),
                splitBytes(size.bytes()));
        return new ScanPlan(
                handle.handle(),
                filters.applied(),
                filters.remaining(),
                size.rows(),
                size.bytes(),
                describe(request, filters, kept));
    }

    /** @param scanBytes -1: unknown */
    private long splitBytes(long scanBytes) {
        long most = options.get(HiveTableOptions.SPLIT_SIZE).bytes();
        return scanBytes < 0 ? most : SplitSize.of(scanBytes, most);
    }

    private List<String> columns(ScanRequest request) {
        List<String> columns = new ArrayList<>();
        for (String name : request.columns()) {
            boolean known =
                    schema.dataColumns().stream().anyMatch(field -> field.name().equalsIgnoreCase(name))
                            || schema.partitionColumns().stream()
                                    .anyMatch(field -> field.name().equalsIgnoreCase(name));
            if (!known) {
                throw new IllegalArgumentException("table " + table.qualifiedName() + " has no column " + name);
            }
            columns.add(name);
        }
        return columns;
    }

    private List<ScanPartition> scanPartitions(List<MetastorePartition> kept) {
        if (schema.partitionColumns().isEmpty()) {
            return List.of(new ScanPartition(List.of(), null, null));
        }
        String tableFormat =
                HiveFileFormat.of(table.storage(), table.qualifiedName()).formatName();
        List<ScanPartition> scanned = new ArrayList<>();
        for (MetastorePartition partition : kept) {
            String subject = "partition " + partition.values() + " of " + table.qualifiedName();
            String format = HiveFileFormat.of(partition.storage(), subject).formatName();
            scanned.add(new ScanPartition(
                    partition.values(), shortLocation(partition), format.equals(tableFormat) ? null : format));
        }
        return scanned;
    }

    /** Below the table's location only the rest of the path is kept, as plans may hold many partitions. */
    private String shortLocation(MetastorePartition partition) {
        String tableLocation = table.storage().location().orElseThrow();
        String location = partition.storage().location().orElse(tableLocation);
        String prefix = tableLocation.endsWith("/") ? tableLocation : tableLocation + "/";
        return location.startsWith(prefix) ? location.substring(prefix.length()) : location;
    }

    private String describe(ScanRequest request, HiveFilters filters, List<MetastorePartition> kept) {
        StringBuilder text = new StringBuilder("hive ").append(table.qualifiedName());
        if (!schema.partitionColumns().isEmpty()) {
            text.append(", partitions ").append(kept.size()).append(" of ").append(partitions.count());
        }
        List<String> names = request.paths();
        text.append(", columns ").append(names);
        filters.fileFilters().stream()
                .filter(filter -> filters.applied().isEmpty() || !RowSelection.applies(filter))
                .forEach(filter -> text.append(", skipping by ").append(filter));
        return text.toString();
    }
}
