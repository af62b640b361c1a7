package io.blink.hive.read;

import io.blink.core.expression.Expression;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.formats.partition.PartitionTime;
import io.blink.formats.watch.Additions;
import io.blink.formats.watch.ReadMark;
import io.blink.formats.watch.ReadMarks;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.PartitionName;
import io.blink.hive.partition.PartitionPredicate;
import io.blink.hive.partition.PartitionValues;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The partitions of a watched table as the metastore knows them now. Blocks; used by one thread at a time. */
final class TablePartitions implements Additions {
    private final ScanHandle scan;
    private final TableWatch watch;
    private final MetastoreClient client;
    private final PartitionFiles files;
    private final List<String> columns;
    private final List<PartitionPredicate> predicates = new ArrayList<>();
    /** Where partitions stand that are in the order of their creation, which their names do not tell: asked for once. */
    private final Map<String, Long> created = new HashMap<>();

    private final PartitionTime time;

    TablePartitions(ScanHandle scan, MetastoreClient client, FileSystems fileSystems) {
        this.scan = scan;
        this.watch = scan.watch();
        this.client = client;
        this.files = new PartitionFiles(scan, fileSystems);
        this.columns = scan.partitionColumns().stream().map(Field::name).toList();
        this.time = watch.order() == PartitionOrder.PARTITION_TIME ? watch.time(scan.partitionColumns()) : null;
        int[] positions = IntStream.range(0, columns.size()).toArray();
        for (Expression filter : watch.partitionFilters()) {
            predicates.add(PartitionPredicate.of(filter, positions)
                    .orElseThrow(() -> new IllegalArgumentException(filter + " is not of partitions alone")));
        }
    }

    @Override
    public List<HiveAddition> notIn(ReadMarks read) {
        List<ReadMark> added = marks().filter(mark -> watch.start() == null || mark.compareTo(watch.start()) >= 0)
                .filter(mark -> !read.contains(mark))
                .sorted()
                .limit(FOUND_MAX)
                .toList();
        Map<String, ScanPartition> partitions = partitions(added);
        return added.stream()
                .filter(mark -> partitions.containsKey(mark.name()))
                .map(mark -> new HiveAddition(mark, partitions.get(mark.name()), null, files))
                .toList();
    }

    /** Those that a copy of the table holds: all, or the newest. */
    List<ScanPartition> now() {
        List<ReadMark> marks = watch.include() == PartitionInclude.ALL
                ? marks().sorted().toList()
                : marks().max(ReadMark::compareTo).stream().toList();
        return List.copyOf(partitions(marks).values());
    }

    private Stream<ReadMark> marks() {
        List<String> names = client.partitionNames(watch.database(), watch.name()).stream()
                .filter(this::wanted)
                .toList();
        if (watch.order() == PartitionOrder.CREATE_TIME) {
            created.keySet().retainAll(names);
            List<String> unknown =
                    names.stream().filter(name -> !created.containsKey(name)).toList();
            fetched(unknown).forEach((name, partition) -> created.put(name, partition.createdSeconds()));
        }
        return names.stream()
                .filter(name -> watch.order() != PartitionOrder.CREATE_TIME || created.containsKey(name))
                .map(name -> new ReadMark(order(name), name));
    }

    private long order(String name) {
        return switch (watch.order()) {
            case PARTITION_NAME -> 0;
            case CREATE_TIME -> created.get(name);
            case PARTITION_TIME -> time.micros(PartitionName.values(name), ZoneOffset.UTC);
        };
    }

    private boolean wanted(String name) {
        if (predicates.isEmpty()) {
            return true;
        }
        List<String> texts = PartitionName.values(name);
        Object[] values = new Object[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = PartitionValues.parse(
                    texts.get(i), scan.partitionColumns().get(i), "partition " + name + " of " + scan.table());
        }
        return predicates.stream().allMatch(predicate -> predicate.accepts(values));
    }

    private Map<String, MetastorePartition> fetched(Collection<String> names) {
        Map<String, MetastorePartition> fetched = new HashMap<>();
        if (!names.isEmpty()) {
            client.partitionsByName(watch.database(), watch.name(), names)
                    .forEach(partition -> fetched.put(PartitionName.of(columns, partition.values()), partition));
        }
        return fetched;
    }

    /** By name; one dropped meanwhile is left out. */
    private Map<String, ScanPartition> partitions(List<ReadMark> marks) {
        Map<String, ScanPartition> partitions = new HashMap<>();
        fetched(marks.stream().map(ReadMark::name).toList())
                .forEach((name, partition) -> partitions.put(
                        name, ScanPartition.of(partition, scan.table(), scan.location(), scan.format())));
        return partitions;
    }
}
