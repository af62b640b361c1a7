package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.ExecutionMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergePolicyTest {
    private static final long MEGABYTE = 1 << 20;

    private static MergePolicy policy(ExecutionMode mode, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("auto-compaction", "true");
        return MergePolicy.of(new Configuration(all), mode);
    }

    private static List<List<Long>> groups(MergePolicy policy, Long... bytes) {
        return policy.groups(List.of(bytes), Long::longValue);
    }

    @Test
    void smallFilesAreGroupedInTheirOrder() {
        assertThat(groups(new MergePolicy(10, Long.MAX_VALUE), 3L, 4L, 20L, 5L, 1L, 2L))
                .containsExactly(List.of(20L), List.of(3L, 4L, 5L), List.of(1L, 2L));
    }

    @Test
    void filesThatAreLargeOnAverageStayAsTheyAre() {
        MergePolicy policy = policy(ExecutionMode.BATCH, Map.of("compaction.small-files.avg-size", "10 b"));
        assertThat(groups(policy, 1L, 2L, 27L)).containsExactly(List.of(1L), List.of(2L), List.of(27L));
        assertThat(groups(policy, 1L, 2L, 26L)).containsExactly(List.of(1L, 2L, 26L));
    }

    @Test
    void aStreamHasNoAverage() {
        MergePolicy policy = policy(
                ExecutionMode.STREAMING,
                Map.of("compaction.small-files.avg-size", "10 b", "compaction.file-size", "1 kb"));
        assertThat(groups(policy, 500L, 500L, 100L)).containsExactly(List.of(500L, 500L, 100L));
        assertThat(policy.group("p", 77, 500)).isEqualTo("p");
    }

    @Test
    void nothingIsMergedUnlessAsked() {
        MergePolicy none =
                MergePolicy.of(new Configuration(Map.of("compaction.file-size", "1 kb")), ExecutionMode.BATCH);
        assertThat(none).isEqualTo(MergePolicy.NONE);
        assertThat(none.merges()).isFalse();
    }

    @Test
    void tinyFilesOfAPartitionAreOneGroup() {
        MergePolicy policy = policy(ExecutionMode.BATCH, Map.of());
        assertThat(policy.group("p", 0, 700)).isEqualTo("p");
        assertThat(policy.group("p", 5000, 32_000)).isEqualTo("p");
    }

    /** Whatever the writers' files are like, what one task gets of a group is about one file at most. */
    @Test
    void groupsOfABatchAreNoLargerThanAFile() {
        Random random = new Random(7);
        MergePolicy policy = policy(ExecutionMode.BATCH, Map.of());
        for (int round = 0; round < 200; round++) {
            Map<String, Long> bytes = new HashMap<>();
            long least = 1L << random.nextInt(25);
            int writers = 1 + random.nextInt(2000);
            for (int subtask = 0; subtask < writers; subtask++) {
                long size = Math.min(16 * MEGABYTE - 1, least + random.nextLong(least * 3));
                bytes.merge(policy.group("p", subtask, size), size, Long::sum);
            }
            long total = bytes.values().stream().mapToLong(Long::longValue).sum();
            assertThat(bytes.values())
                    .as("%d writers of about %d bytes", writers, least)
                    .allMatch(group -> group <= 128 * MEGABYTE);
            assertThat((long) bytes.size()).isLessThan(8 + 16 * (1 + total / (128 * MEGABYTE)));
        }
    }
}
