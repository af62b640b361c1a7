package io.blink.kafka.source;

import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.BoundedMode;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of a scan: at first those that there are, later, where nothing says that reading ends, those that are added. A partition that was not there when the job
 * was planned is read from its beginning, so that nothing is missed between its making and its discovery, nor while the job was down.
 */
final class PartitionSplits implements SplitSource {
    private final ScanHandle scan;
    private final KafkaTable table;
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final boolean bounded;
    private final Set<TopicPartition> seen = new HashSet<>();
    private final Deque<Split> waiting = new ArrayDeque<>();
    private boolean listed;
    private long nextListNanos;

    /** @param nanoTime the clock */
    PartitionSplits(ScanHandle scan, LongSupplier nanoTime) {
        this.scan = scan;
        this.table = scan.table();
        this.nanoTime = nanoTime;
        this.bounded = scan.bounded() || table.options().get(KafkaOptions.BOUNDED_MODE) != BoundedMode.UNBOUNDED;
        this.intervalNanos = bounded
                ? 0
                : table.options().get(KafkaOptions.DISCOVERY_INTERVAL).toNanos();
    }

    @Override
    public List<Split> next(int max) {
        boolean due = !listed || (intervalNanos > 0 && nanoTime.getAsLong() - nextListNanos >= 0);
        if (waiting.isEmpty() && due) {
            list();
        }
        List<Split> next = new ArrayList<>();
        while (next.size() < max && !waiting.isEmpty()) {
            next.add(waiting.poll());
        }
        return next;
    }

    private void list() {
        KafkaClients clients = new KafkaClients(table);
        try (Admin admin = clients.admin()) {
            List<TopicPartition> initial = new ArrayList<>();
            List<TopicPartition> added = new ArrayList<>();
            new TopicPartitions(table, clients).list(admin).forEach((topic, count) -> {
                for (int partition = 0; partition < count; partition++) {
                    TopicPartition found = new TopicPartition(topic, partition);
                    if (seen.add(found)) {
                        boolean known = partition < scan.known().getOrDefault(topic, 0);
                        (known ? initial : added).add(found);
                    }
                }
            });
            add(new PartitionOffsets(table, clients, admin), initial, added);
        }
        listed = true;
        nextListNanos = nanoTime.getAsLong() + intervalNanos;
    }

    private void add(PartitionOffsets offsets, List<TopicPartition> initial, List<TopicPartition> added) {
        if (initial.isEmpty() && added.isEmpty()) {
            return;
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
            waiting.add(new Split(split.id(), PlanJson.write(split), -1, List.of()));
        }
    }

    @Override
    public boolean finished() {
        return listed && waiting.isEmpty() && intervalNanos <= 0;
    }

    @Override
    public void close() {}
}
