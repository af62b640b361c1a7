package io.blink.hive.catalog;

import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.PartitionName;
import io.blink.hive.metastore.TableKind;
import io.blink.hive.partition.PartitionValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Partitions of one table that a statement adds or drops. */
final class PartitionChanges {
    private final MetastoreClient client;
    private final MetastoreTable table;
    private final List<Field> keys;

    PartitionChanges(MetastoreClient client, MetastoreTable table) {
        if (table.partitionColumns().isEmpty()) {
            throw new BlinkException(
                    HiveErrorCode.INVALID_TABLE, "Table " + table.qualifiedName() + " is not partitioned");
        }
        HiveTables.refuseTransactional(table.parameters(), table.qualifiedName());
        this.client = client;
        this.table = table;
        this.keys = HiveTables.columns(table).stream()
                .skip(table.storage().columns().size())
                .map(column -> new Field(column.name(), column.type()))
                .toList();
    }

    void add(List<Map<String, String>> partitions, List<String> locations, boolean ifNotExists) {
        Map<String, MetastorePartition> added = new LinkedHashMap<>();
        for (int i = 0; i < partitions.size(); i++) {
            List<String> values = values(partitions.get(i));
            String name = name(values);
            String location =
                    locations.get(i) == null ? table.storage().location().orElseThrow() + "/" + name : locations.get(i);
            added.put(name, new MetastorePartition(values, table.storage().withLocation(location), Map.of()));
        }
        for (MetastorePartition existing : client.partitionsByName(table.database(), table.name(), added.keySet())) {
            String name = name(existing.values());
            if (!ifNotExists) {
                throw new BlinkException(
                        HiveErrorCode.PARTITION_ALREADY_EXISTS,
                        "Partition " + name + " of " + table.qualifiedName()
                                + " exists already; write ADD IF NOT EXISTS to pass over it");
            }
            added.remove(name);
        }
        client.addPartitions(table, List.copyOf(added.values()));
    }

    void drop(List<Map<String, String>> partitions, boolean ifExists) {
        TreeSet<String> names = new TreeSet<>();
        for (Map<String, String> partition : partitions) {
            List<String> found = client.partitionNames(table.database(), table.name(), values(partition));
            if (found.isEmpty() && !ifExists) {
                throw new BlinkException(
                        HiveErrorCode.PARTITION_NOT_FOUND,
                        "Table " + table.qualifiedName() + " has no partition " + partition
                                + "; SHOW PARTITIONS lists them, DROP IF EXISTS passes over it");
            }
            names.addAll(found);
        }
        client.dropPartitions(table.database(), table.name(), names, table.kind() != TableKind.EXTERNAL);
    }

    private String name(List<String> values) {
        return PartitionName.of(keys.stream().map(Field::name).toList(), values);
    }

    /** In the order of the table's keys; empty for one that is not given. */
    private List<String> values(Map<String, String> given) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(given);
        List<String> values = new ArrayList<>();
        for (Field key : keys) {
            String text = byName.get(key.name());
            values.add(
                    text == null ? "" : PartitionValues.canonical(text, key, "PARTITION of " + table.qualifiedName()));
        }
        return values;
    }
}
