package io.blink.hive.read;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileFormats;
import io.blink.formats.SampledStatistics;
import io.blink.hive.HiveFileFormat;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.commit.CommitFiles;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastoreColumnStatistics;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.PartitionName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates of rows and bytes from what Hive, Spark or Blink noted in the metastore; for an unpartitioned table without notes, from a few file footers. Of
 * many partitions a sample speaks for all. Estimates only: nothing here may change a result.
 */
final class HiveTableStatistics {
    private static final Logger LOGGER = LoggerFactory.getLogger(HiveTableStatistics.class);
    private static final int PARTITION_SAMPLE = 500;
    private static final int COLUMN_SAMPLE = 50;
    private static final int FOOTER_SAMPLE = 4;

    /** -1: unknown. */
    record Size(long rows, long bytes) {}

    private final MetastoreTable table;
    private final HiveTableSchema schema;
    private final MetastoreClient client;
    private final HivePartitions partitions;
    private final FileSystems fileSystems;
    private Size tableSize;

    /** Of an unpartitioned table without notes. */
    private Map<String, ColumnStatistics> footerColumns = Map.of();

    HiveTableStatistics(
            MetastoreTable table,
            HiveTableSchema schema,
            MetastoreClient client,
            HivePartitions partitions,
            FileSystems fileSystems) {
        this.table = table;
        this.schema = schema;
        this.client = client;
        this.partitions = partitions;
        this.fileSystems = fileSystems;
    }

    TableStatistics ofTable() {
        if (!partitions.isPartitioned()) {
            Size size = ofUnpartitioned();
            List<String> columns =
                    schema.dataColumns().stream().map(Field::name).toList();
            Map<String, ColumnStatistics> figures = new HashMap<>(footerColumns);
            client.tableStatistics(table.database(), table.name(), columns)
                    .forEach(column -> figures.put(column.column(), HiveColumnStatistics.of(column)));
            return new TableStatistics(size.rows(), size.bytes(), figures);
        }
        List<String> sample = sample(partitions.names(), PARTITION_SAMPLE);
        Size size = scaled(sum(partitions.get(sample)), sample.size(), partitions.count());
        return new TableStatistics(size.rows(), size.bytes(), partitionedColumns());
    }

    /** Of what is left after pruning. */
    Size ofPartitions(List<MetastorePartition> kept) {
        return partitions.isPartitioned() ? sum(kept) : ofUnpartitioned();
    }

    private Size ofUnpartitioned() {
        if (tableSize == null) {
            Size noted = noted(table.parameters());
            tableSize = noted.rows() >= 0 ? noted : fromFooters();
        }
        return tableSize;
    }

    private static Size sum(Collection<MetastorePartition> some) {
        long rows = 0;
        long bytes = 0;
        int withRows = 0;
        int withBytes = 0;
        for (MetastorePartition partition : some) {
            Size size = noted(partition.parameters());
            rows += Math.max(0, size.rows());
            bytes += Math.max(0, size.bytes());
            withRows += size.rows() >= 0 ? 1 : 0;
            withBytes += size.bytes() >= 0 ? 1 : 0;
        }
        return new Size(
                scaled(withRows == 0 && !some.isEmpty() ? -1 : rows, withRows, some.size()),
                scaled(withBytes == 0 && !some.isEmpty() ? -1 : bytes, withBytes, some.size()));
    }

    private static Size scaled(Size size, int from, int to) {
        return new Size(scaled(size.rows(), from, to), scaled(size.bytes(), from, to));
    }

    private static long scaled(long amount, int from, int to) {
        return amount <= 0 || from == 0 ? amount : (long) ((double) amount * to / from);
    }

    private static Size noted(Map<String, String> parameters) {
        return new Size(
                number(parameters, "numRows", "spark.sql.statistics.numRows"),
                number(parameters, "totalSize", "spark.sql.statistics.totalSize"));
    }

    private static long number(Map<String, String> parameters, String key, String otherKey) {
        String text = parameters.getOrDefault(key, parameters.getOrDefault(otherKey, ""));
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private Size fromFooters() {
        String location = table.storage().location().orElseThrow();
        List<FileStatus> files = new CommitFiles(fileSystems).visibleFiles(location);
        long bytes = files.stream().mapToLong(FileStatus::length).sum();
        FileFormat format = FileFormats.named(HiveFileFormat.of(table).formatName());
        List<TableStatistics> sampled = new ArrayList<>();
        for (FileStatus file : sample(files, FOOTER_SAMPLE)) {
            try (InputFile opened = fileSystems.of(file.path()).open(file.path())) {
                sampled.add(format.statistics(opened));
            } catch (IOException e) {
                LOGGER.debug("The footer of {} gives no row count", file.path(), e);
            }
        }
        TableStatistics table = SampledStatistics.table(sampled, bytes);
        footerColumns = table.columns();
        return new Size(table.rowCount(), bytes);
    }

    private Map<String, ColumnStatistics> partitionedColumns() {
        List<String> sample = sample(partitions.names(), COLUMN_SAMPLE);
        List<String> columns = schema.dataColumns().stream().map(Field::name).toList();
        Map<String, List<MetastoreColumnStatistics>> byColumn = new HashMap<>();
        client.partitionStatistics(table.database(), table.name(), columns, sample).values().stream()
                .flatMap(List::stream)
                .forEach(column -> byColumn.computeIfAbsent(column.column(), ignored -> new ArrayList<>())
                        .add(column));
        Map<String, ColumnStatistics> figures = new HashMap<>();
        byColumn.forEach((name, parts) -> figures.put(name, HiveColumnStatistics.merged(parts, partitions.count())));
        addPartitionColumns(figures);
        return figures;
    }

    private void addPartitionColumns(Map<String, ColumnStatistics> figures) {
        for (int i = 0; i < schema.partitionColumns().size(); i++) {
            int position = i;
            long distinct = partitions.names().stream()
                    .map(name -> PartitionName.values(name).get(position))
                    .distinct()
                    .count();
            figures.put(schema.partitionColumns().get(i).name(), new ColumnStatistics(distinct, -1, null, null, -1));
        }
    }

    /** Evenly spread. */
    private static <T> List<T> sample(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> sample = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            sample.add(all.get((int) ((long) i * all.size() / most)));
        }
        return sample;
    }
}
