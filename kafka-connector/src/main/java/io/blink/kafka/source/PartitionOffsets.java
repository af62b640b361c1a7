package io.blink.kafka.source;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.BoundedMode;
import io.blink.kafka.KafkaOptions.StartupMode;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where partitions begin and end, as the table's options say. Blocks. */
final class PartitionOffsets {
    private final KafkaTable table;
    private final Configuration options;
    private final KafkaClients clients;
    private final Admin admin;
    private final ScanRange range;

    PartitionOffsets(KafkaTable table, KafkaClients clients, Admin admin) {
        this.table = table;
        this.options = table.options();
        this.clients = clients;
        this.admin = admin;
        this.range = new ScanRange(table);
    }

    Map<TopicPartition, Long> starts(List<TopicPartition> partitions) {
        return at(range.start(), partitions, KafkaOptions.STARTUP_TIMESTAMP, KafkaOptions.STARTUP_OFFSETS, true);
    }

    /** @param bounded whether a table without end is read up to what there is */
    Map<TopicPartition, Long> stops(List<TopicPartition> partitions, boolean bounded) {
        BoundedMode mode = options.get(KafkaOptions.BOUNDED_MODE);
        if (mode == BoundedMode.UNBOUNDED) {
            return bounded ? latest(partitions) : constant(partitions, PartitionSplit.NEVER);
        }
        return at(
                StartupMode.valueOf(mode.name()),
                partitions,
                KafkaOptions.BOUNDED_TIMESTAMP,
                KafkaOptions.BOUNDED_OFFSETS,
                false);
    }

    private Map<TopicPartition, Long> at(
            StartupMode mode,
            List<TopicPartition> partitions,
            ConfigOption<Long> timestamp,
            ConfigOption<String> specific,
            boolean start) {
        return switch (mode) {
            case EARLIEST_OFFSET -> constant(partitions, PartitionSplit.BEGINNING);
            case LATEST_OFFSET -> latest(partitions);
            case GROUP_OFFSETS -> ofGroup(partitions, start);
            case TIMESTAMP -> since(partitions, options.get(timestamp));
            case SPECIFIC_OFFSETS -> specific(partitions, specific);
        };
    }

    private static Map<TopicPartition, Long> constant(List<TopicPartition> partitions, long offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, offset));
        return offsets;
    }

    private Map<TopicPartition, Long> latest(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        list(partitions, OffsetSpec.latest()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** The first record of that time or later; if there is none, the end. */
    private Map<TopicPartition, Long> since(List<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> offsets = latest(partitions);
        list(partitions, OffsetSpec.forTimestamp(millis)).forEach((partition, found) -> {
            if (found.offset() >= 0) {
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        return clients.answer(
                "the offsets of " + table.topicText(),
                admin.listOffsets(wanted, new ListOffsetsOptions(isolation())).all());
    }

    private IsolationLevel isolation() {
        Object level = table.clientProperties().get("isolation.level");
        return "read_uncommitted".equals(level) ? IsolationLevel.READ_UNCOMMITTED : IsolationLevel.READ_COMMITTED;
    }

    private Map<TopicPartition, Long> ofGroup(List<TopicPartition> partitions, boolean start) {
        String group = options.get(KafkaOptions.GROUP_ID);
        Map<TopicPartition, OffsetAndMetadata> committed = clients.answer(
                "the offsets of group '" + group + "'",
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        List<TopicPartition> unknown = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .toList();
        partitions.forEach(partition -> {
            if (committed.get(partition) != null) {
                offsets.put(partition, committed.get(partition).offset());
            }
        });
        if (!unknown.isEmpty()) {
            offsets.putAll(reset(group, unknown, start));
        }
        return offsets;
    }

    /** Of partitions for which the group has no offset. */
    private Map<TopicPartition, Long> reset(String group, List<TopicPartition> unknown, boolean start) {
        Object reset = table.clientProperties().getOrDefault("auto.offset.reset", "none");
        if (start && "earliest".equals(reset)) {
            return constant(unknown, PartitionSplit.BEGINNING);
        }
        if (start && "latest".equals(reset)) {
            return latest(unknown);
        }
        throw invalid("group '" + group + "' has no offsets for " + unknown
                + "; set 'properties.auto.offset.reset' to 'earliest' or 'latest', or another 'scan.startup.mode'");
    }

    private Map<TopicPartition, Long> specific(List<TopicPartition> partitions, ConfigOption<String> option) {
        Map<Integer, Long> given = range.offsets(option);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long offset = given.get(partition.partition());
            if (offset == null) {
                throw invalid("'" + option.key() + "' says nothing about partition " + partition.partition()
                        + ", which topic '" + partition.topic() + "' has");
            }
            offsets.put(partition, offset);
        }
        return offsets;
    }

    private BlinkException invalid(String why) {
        return new BlinkException(KafkaErrorCode.INVALID_TABLE, "Table " + table.name() + ": " + why);
    }
}
