package io.blink.hive.read;

import io.blink.core.type.Field;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.PartitionName;
import io.blink.hive.partition.PartitionPredicate;
import io.blink.hive.partition.PartitionValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The partitions of a table during the planning of one statement: their names are asked for once, the partitions themselves when they are wanted. Used by
 * one thread.
 */
final class HivePartitions {
    private final MetastoreTable table;
    private final HiveTableSchema schema;
    private final MetastoreClient client;
    private final Map<String, MetastorePartition> fetched = new HashMap<>();
    private List<String> names;

    HivePartitions(MetastoreTable table, HiveTableSchema schema, MetastoreClient client) {
        this.table = table;
        this.schema = schema;
        this.client = client;
    }

    boolean isPartitioned() {
        return !schema.partitionColumns().isEmpty();
    }

    int count() {
        return names().size();
    }

    List<String> names() {
        if (names == null) {
            names = isPartitioned()
                    ? client.partitionNames(table.database(), table.name()).stream()
                            .sorted()
                            .toList()
                    : List.of();
        }
        return names;
    }

    /** The partitions that fulfil all predicates, in the order of their names. */
    List<MetastorePartition> matching(List<PartitionPredicate> predicates) {
        List<String> kept = new ArrayList<>();
        for (String name : names()) {
            Object[] values = values(name);
            if (predicates.stream().allMatch(predicate -> predicate.accepts(values))) {
                kept.add(name);
            }
        }
        return get(kept);
    }

    private Object[] values(String name) {
        List<String> texts = PartitionName.values(name);
        Object[] values = new Object[texts.size()];
        for (int i = 0; i < values.length; i++) {
            Field column = schema.partitionColumns().get(i);
            values[i] =
                    PartitionValues.parse(texts.get(i), column, "partition " + name + " of " + table.qualifiedName());
        }
        return values;
    }

    /** One dropped meanwhile is left out. */
    List<MetastorePartition> get(Collection<String> wanted) {
        List<String> missing =
                wanted.stream().filter(name -> !fetched.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            List<String> columns =
                    schema.partitionColumns().stream().map(Field::name).toList();
            for (MetastorePartition partition : client.partitionsByName(table.database(), table.name(), missing)) {
                fetched.put(PartitionName.of(columns, partition.values()), partition);
            }
        }
        return wanted.stream().filter(fetched::containsKey).map(fetched::get).toList();
    }
}
