package io.blink.hive.commit;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.commit.CommitIntent.PartitionChange;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.PartitionName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the metastore what a commit did: new partitions, and the figures of old ones. Registration is part of the commit; figures are best effort, but for
 * Hive's claim that they are exact, which must not survive a change (Hive answers {@code count(*)} from it).
 */
final class PartitionRegistration {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionRegistration.class);

    static final String LAST_COMMIT = "blink.last-commit";
    private static final String FIGURES_ARE_EXACT = "COLUMN_STATS_ACCURATE";
    private static final String ROWS = "numRows";
    private static final String BYTES = "totalSize";
    private static final String FILES = "numFiles";
    private static final String RAW_BYTES = "rawDataSize";

    private final MetastoreClient metastore;
    private final WriteHandle handle;

    PartitionRegistration(MetastoreClient metastore, WriteHandle handle) {
        this.metastore = metastore;
        this.handle = handle;
    }

    /** The table as it is now; an error if it is gone. */
    MetastoreTable table() {
        return metastore
                .findTable(handle.database(), handle.table())
                .orElseThrow(() -> new BlinkException(
                        HiveErrorCode.TABLE_NOT_FOUND,
                        "Table " + handle.qualifiedName() + " was dropped while rows were written to it"));
    }

    String name(List<String> values) {
        return PartitionName.of(handle.partitionNames(), values);
    }

    /** Those of the partitions that the metastore knows, by name. */
    Map<String, MetastorePartition> known(Collection<String> names) {
        Map<String, MetastorePartition> found = new HashMap<>();
        for (MetastorePartition partition : metastore.partitionsByName(handle.database(), handle.table(), names)) {
            found.put(name(partition.values()), partition);
        }
        return found;
    }

    /** A batch commit: adds what is new and updates the figures of what was there. */
    void register(String commit, List<PartitionChange> changes) {
        if (!handle.isPartitioned()) {
            changes.forEach(change -> updateTable(commit, change));
            return;
        }
        if (changes.isEmpty()) {
            return;
        }
        MetastoreTable table = table();
        List<MetastorePartition> wanted = new ArrayList<>();
        Map<String, PartitionChange> counted = new HashMap<>();
        for (PartitionChange change : changes) {
            if (!change.known()) {
                wanted.add(partition(table, change, figures(commit, Map.of(), change)));
            }
            counted.put(name(change.values()), change);
        }
        int added = metastore.addPartitions(table, wanted);
        if (added < changes.size()) {
            updatePartitions(commit, table, counted);
        }
    }

    /** A checkpoint of a stream: adds what is new, without figures, as they would be outdated with the next checkpoint. */
    void registerNew(List<PartitionChange> changes) {
        MetastoreTable table = table();
        metastore.addPartitions(
                table,
                changes.stream()
                        .map(change -> partition(table, change, Map.of()))
                        .toList());
    }

    private static MetastorePartition partition(
            MetastoreTable table, PartitionChange change, Map<String, String> parameters) {
        return new MetastorePartition(change.values(), table.storage().withLocation(change.location()), parameters);
    }

    /** Makes figures unknown that a stream is about to outdate. */
    void forgetFigures(Collection<String> partitions) {
        if (!handle.isPartitioned()) {
            metastore.alterTable(
                    handle.database(),
                    handle.table(),
                    table -> table.withParameters(withoutFigures(table.parameters())));
        } else if (!partitions.isEmpty()) {
            metastore.alterPartitions(
                    table(),
                    partitions,
                    partition -> new MetastorePartition(
                            partition.values(), partition.storage(), withoutFigures(partition.parameters())));
        }
    }

    static boolean hasFigures(Map<String, String> parameters) {
        return parameters.containsKey(FIGURES_ARE_EXACT) || parameters.containsKey(ROWS);
    }

    private static Map<String, String> withoutFigures(Map<String, String> before) {
        Map<String, String> after = new HashMap<>(before);
        after.keySet().removeAll(List.of(FIGURES_ARE_EXACT, ROWS, BYTES, FILES, RAW_BYTES));
        return after;
    }

    private void updatePartitions(String commit, MetastoreTable table, Map<String, PartitionChange> changes) {
        bestEffort(
                "partitions of " + table.qualifiedName(),
                () -> metastore.alterPartitions(
                        table,
                        changes.keySet(),
                        partition -> new MetastorePartition(
                                partition.values(),
                                partition.storage(),
                                figures(commit, partition.parameters(), changes.get(name(partition.values()))))));
    }

    private void updateTable(String commit, PartitionChange change) {
        bestEffort(
                "table " + handle.qualifiedName(),
                () -> metastore.alterTable(
                        handle.database(),
                        handle.table(),
                        table -> table.withParameters(figures(commit, table.parameters(), change))));
    }

    /** The parameters after a commit; the same when the commit is noted already. */
    private static Map<String, String> figures(String commit, Map<String, String> before, PartitionChange change) {
        if (commit.equals(before.get(LAST_COMMIT))) {
            return before;
        }
        Map<String, String> after = new HashMap<>(before);
        after.put(LAST_COMMIT, commit);
        after.remove(FIGURES_ARE_EXACT);
        after.remove(RAW_BYTES);
        boolean fresh = change.replaced() || before.isEmpty();
        put(after, ROWS, change.rows(), fresh);
        put(after, BYTES, change.bytes(), fresh);
        put(after, FILES, change.files(), fresh);
        return after;
    }

    /** Adds to a figure that is known; leaves an unknown one unknown. */
    private static void put(Map<String, String> parameters, String key, long value, boolean fresh) {
        if (fresh) {
            parameters.put(key, Long.toString(value));
            return;
        }
        String known = parameters.remove(key);
        if (known != null && known.matches("\\d{1,18}")) {
            parameters.put(key, Long.toString(Long.parseLong(known) + value));
        }
    }

    private static void bestEffort(String subject, Runnable update) {
        try {
            update.run();
        } catch (BlinkException e) {
            LOGGER.warn("The figures of {} stay as they were: {}", subject, e.getMessage());
        }
    }
}
