package io.blink.formats;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import io.blink.core.plan.ExecutionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Which of the files that the writers of one INSERT prepared become one before they are seen. Part of a sink's handle.
 *
 * @param fileBytes how large merged files shall be; 0: none are merged
 * @param averageBytes files are left as they are if they have so many bytes on average
 */
public record MergePolicy(long fileBytes, long averageBytes) {
    public static final ConfigOption<Boolean> MERGE = ConfigOption.bool(
            "auto-compaction",
            "false",
            "Whether the small files that the writers prepared, of a stream for one checkpoint, are merged by partition before they are seen.");

    public static final ConfigOption<DataSize> FILE_SIZE = ConfigOption.size(
            "compaction.file-size", null, "Size of merged files; else that of sink.rolling-policy.file-size.");

    public static final ConfigOption<DataSize> SMALL_AVERAGE = ConfigOption.size(
            "compaction.small-files.avg-size",
            "16mb",
            "A batch leaves files that are so large on average as they are; a stream merges all that are below the wanted size.");

    /** Nothing is merged. */
    public static final MergePolicy NONE = new MergePolicy(0, 0);

    /** So many files of one group need no groups beside it: one task merges them at once. */
    private static final int GROUP_FILES_MAX = 4096;

    private static final int GROUP_GROWTH = 8;

    public static List<ConfigOption<?>> options() {
        return List.of(MERGE, FILE_SIZE, SMALL_AVERAGE);
    }

    public static MergePolicy of(Configuration options, ExecutionMode mode) {
        if (!options.get(MERGE)) {
            return NONE;
        }
        long fileBytes = options.optional(FILE_SIZE)
                .orElse(options.get(FileRolling.FILE_SIZE))
                .bytes();
        return new MergePolicy(
                Math.max(1, fileBytes),
                mode == ExecutionMode.BATCH ? options.get(SMALL_AVERAGE).bytes() : Long.MAX_VALUE);
    }

    public boolean merges() {
        return fileBytes > 0;
    }

    /**
     * Says which files of a partition one task merges: those of a stream all, as a checkpoint has few; those of a batch in groups of neighbouring writers whose files, being about as large, make
     * one file, so that many tasks merge a large table.
     *
     * @param subtask that wrote the file
     */
    public String group(String partition, int subtask, long bytes) {
        if (averageBytes == Long.MAX_VALUE) {
            return partition;
        }
        long files = GROUP_GROWTH;
        while (files < GROUP_FILES_MAX && bytes * files < fileBytes / GROUP_GROWTH) {
            files *= GROUP_GROWTH;
        }
        return files == GROUP_FILES_MAX ? partition : partition + "#" + files + "-" + subtask / files;
    }

    /**
     * Which files become one: in their order, until each new one has about the wanted size. A file that has it already is alone, and so may be the last.
     *
     * @param files of one partition
     */
    public <T> List<List<T>> groups(List<T> files, ToLongFunction<T> bytes) {
        List<List<T>> groups = new ArrayList<>();
        double sum = files.stream().mapToLong(bytes).asDoubleStream().sum();
        if (sum >= (double) averageBytes * files.size()) {
            files.forEach(file -> groups.add(List.of(file)));
            return groups;
        }
        List<T> small = new ArrayList<>();
        long total = 0;
        for (T file : files) {
            long size = bytes.applyAsLong(file);
            if (size >= fileBytes) {
                groups.add(List.of(file));
                continue;
            }
            small.add(file);
            total += size;
            if (total >= fileBytes) {
                groups.add(List.copyOf(small));
                small.clear();
                total = 0;
            }
        }
        if (!small.isEmpty()) {
            groups.add(List.copyOf(small));
        }
        return groups;
    }
}
