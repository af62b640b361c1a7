package io.blink.hive.read;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Expression;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.LookupCopy;
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
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Hive table as the source of a query. Made for one statement; used by one thread. */
public final class HiveTableSource implements TableSource {
    private final MetastoreTable table;
    private final MetastoreReference metastore;
    private final Configuration options;
    private final HiveTableSchema schema;
    private final HivePartitions partitions;
    private final HiveTableStatistics statistics;
    /** What each plan left to the choice of partitions. */
    private final Map<ConnectorHandle, List<Expression>> partitionFilters = new HashMap<>();

    public HiveTableSource(
            MetastoreTable table,
            MetastoreReference metastore,
            MetastoreClient client,
            Map<String, String> options,
            FileSystems fileSystems) {
        this.table = table;
        this.metastore = metastore;
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
        HiveFileFormat.of(table);
    }

    @Override
    public Boundedness boundedness() {
        return isStreaming() ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public boolean isStored() {
        return true;
    }

    /** The newest partition is for lookups; that it is streamed says nothing more. */
    private boolean isStreaming() {
        return options.get(HiveTableOptions.STREAMING)
                && options.get(HiveTableOptions.PARTITIONS) == PartitionInclude.ALL;
    }

    @Override
    public boolean knowsWatermarks() {
        return isStreaming() && watches().order() == PartitionOrder.PARTITION_TIME;
    }

    private TableWatches watches() {
        return new TableWatches(table, schema, metastore, options);
    }

    @Override
    public LookupCopy lookupCopy(ConnectorHandle scan, Duration ageMax) {
        if (!partitions.isPartitioned()) {
            return new LookupCopy(scan, ageMax);
        }
        TableWatch watch = watches().ofCopies(partitionFilters.get(scan));
        boolean latest = watch.include() == PartitionInclude.LATEST;
        return new LookupCopy(
                ScanHandle.read(scan).watched(watch).handle(),
                latest && options.contains(HiveTableOptions.MONITOR_INTERVAL)
                        ? options.get(HiveTableOptions.MONITOR_INTERVAL)
                        : ageMax);
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
        boolean watched = isStreaming() && !request.bounded();
        List<MetastorePartition> kept = partitions.matching(filters.partitionPredicates());
        HiveTableStatistics.Size size = statistics.ofPartitions(kept);
        ScanHandle handle = new ScanHandle(
                table.qualifiedName(),
                table.storage().location().orElseThrow(),
                HiveFileFormat.of(table).formatName(),
                HiveFileFormat.options(table.parameters()),
                schema.dataColumns(),
                schema.partitionColumns(),
                columns(request),
                request.parts(),
                filters.filterColumns(),
                filters.fileFilters(),
                !filters.applied().isEmpty(),
                watched ? List.of() : scanPartitions(kept),
                watched ? splitBytes(-1) : splitBytes(size.bytes()),
                watched ? watches().ofStream(filters.partitionFilters()) : null);
        ConnectorHandle scan = handle.handle();
        partitionFilters.put(scan, filters.partitionFilters());
        return new ScanPlan(
                scan,
                filters.applied(),
                filters.remaining(),
                size.rows(),
                size.bytes(),
                describe(request, filters, kept, watched));
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
        String tableFormat = HiveFileFormat.of(table).formatName();
        return kept.stream()
                .map(partition -> ScanPartition.of(
                        partition,
                        table.qualifiedName(),
                        table.storage().location().orElseThrow(),
                        tableFormat))
                .toList();
    }

    private String describe(ScanRequest request, HiveFilters filters, List<MetastorePartition> kept, boolean watched) {
        StringBuilder text = new StringBuilder("hive ").append(table.qualifiedName());
        if (!schema.partitionColumns().isEmpty()) {
            text.append(", partitions ").append(kept.size()).append(" of ").append(partitions.count());
        }
        if (watched) {
            text.append(", and what is added in the order of ").append(watches().order());
        }
        List<String> names = request.paths();
        text.append(", columns ").append(names);
        filters.fileFilters().stream()
                .filter(filter -> filters.applied().isEmpty() || !RowSelection.applies(filter))
                .forEach(filter -> text.append(", skipping by ").append(filter));
        return text.toString();
    }
}
