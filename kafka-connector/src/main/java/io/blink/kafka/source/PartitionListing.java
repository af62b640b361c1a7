package io.blink.kafka.source;

import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Split;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers which partitions a scan has, and where each begins and ends. Blocks. */
final class PartitionListing {
    private final ScanHandle scan;
    private final KafkaTable table;

    PartitionListing(ScanHandle scan) {
        this.scan = scan;
        this.table = scan.table();
    }

    /** The splits of those that are there now and not among {@code seen}; all or, with an error, none. */
    Map<TopicPartition, Split> notIn(Set<TopicPartition> seen) {
        KafkaClients clients = new KafkaClients(table);
        try (Admin admin = clients.admin()) {
            List<TopicPartition> initial = new ArrayList<>();
            List<TopicPartition> added = new ArrayList<>();
            new TopicPartitions(table, clients).list(admin).forEach((topic, count) -> {
                for (int partition = 0; partition < count; partition++) {
                    TopicPartition found = new TopicPartition(topic, partition);
                    if (!seen.contains(found)) {
                        boolean known = partition < scan.known().getOrDefault(topic, 0);
                        (known ? initial : added).add(found);
                    }
                }
            });
            return splits(new PartitionOffsets(table, clients, admin), initial, added);
        }
    }

    private Map<TopicPartition, Split> splits(
            PartitionOffsets offsets, List<TopicPartition> initial, List<TopicPartition> added) {
        Map<TopicPartition, Split> splits = new LinkedHashMap<>();
        if (initial.isEmpty() && added.isEmpty()) {
            return splits;
        }
        List<TopicPartition> all = new ArrayList<>(initial);
        all.addAll(added);
        Map<TopicPartition, Long> starts = new HashMap<>();
        added.forEach(partition -> starts.put(partition, PartitionSplit.BEGINNING));
        if (!initial.isEmpty()) {
            starts.putAll(offsets.starts(initial));
        }
        Map<TopicPartition, Long> stops = offsets.stops(all, scan.bounded());
        for (TopicPartition partition : all) {
            PartitionSplit split = new PartitionSplit(
                    partition.topic(), partition.partition(), starts.get(partition), stops.get(partition));
            splits.put(partition, new Split(split.id(), PlanJson.write(split), -1, List.of()));
        }
        return splits;
    }
}
