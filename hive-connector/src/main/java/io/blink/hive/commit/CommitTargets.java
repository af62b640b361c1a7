package io.blink.hive.commit;

import io.blink.hive.HivePaths;
import io.blink.hive.metastore.MetastorePartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Where the files of one commit belong: by partition, with the folder that the metastore has for it or the usual one below the table. */
final class CommitTargets {
    private final Map<List<String>, List<StagedFile>> files = new LinkedHashMap<>();
    private final Map<List<String>, String> locations = new LinkedHashMap<>();
    private final Map<List<String>, MetastorePartition> known = new LinkedHashMap<>();

    private CommitTargets() {}

    static CommitTargets of(List<StagedFile> staged, WriteHandle handle, PartitionRegistration registration) {
        return of(staged, Set.of(), handle, registration);
    }

    /** @param also partitions beside those of the files */
    static CommitTargets of(
            List<StagedFile> staged, Set<List<String>> also, WriteHandle handle, PartitionRegistration registration) {
        CommitTargets targets = new CommitTargets();
        also.forEach(values -> targets.files.put(values, new ArrayList<>()));
        if (handle.hasFixedTarget()) {
            targets.files.putIfAbsent(handle.staticValues(), new ArrayList<>());
        }
        staged.forEach(file -> targets.files
                .computeIfAbsent(file.partition(), ignored -> new ArrayList<>())
                .add(file));
        targets.locate(handle, registration);
        return targets;
    }

    private void locate(WriteHandle handle, PartitionRegistration registration) {
        if (!handle.isPartitioned()) {
            files.keySet().forEach(values -> locations.put(values, handle.location()));
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        files.keySet().forEach(values -> names.add(registration.name(values)));
        Map<String, MetastorePartition> found = names.isEmpty() ? Map.of() : registration.known(names);
        for (List<String> values : files.keySet()) {
            String name = registration.name(values);
            String usual = HivePaths.child(handle.location(), name);
            MetastorePartition partition = found.get(name);
            locations.put(
                    values,
                    partition == null ? usual : partition.storage().location().orElse(usual));
            if (partition != null) {
                known.put(values, partition);
            }
        }
    }

    List<String> locations() {
        return List.copyOf(locations.values());
    }

    List<CommitIntent.Move> moves() {
        List<CommitIntent.Move> moves = new ArrayList<>();
        files.forEach((values, list) -> {
            for (StagedFile file : list) {
                moves.add(new CommitIntent.Move(
                        file.path(), HivePaths.child(locations.get(values), file.name()), file.bytes()));
            }
        });
        return moves;
    }

    /** Those of the partitions that the metastore knows, by value. */
    Map<List<String>, MetastorePartition> known() {
        return known;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** @param replaced by location: whether the rows there will be those of this commit alone */
    List<CommitIntent.PartitionChange> changes(Predicate<String> replaced) {
        List<CommitIntent.PartitionChange> changes = new ArrayList<>();
        files.forEach((values, list) -> changes.add(new CommitIntent.PartitionChange(
                values,
                locations.get(values),
                known.containsKey(values),
                replaced.test(locations.get(values)),
                list.stream().mapToLong(StagedFile::rows).sum(),
                list.stream().mapToLong(StagedFile::bytes).sum(),
                list.size())));
        return changes;
    }
}
