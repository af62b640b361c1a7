package io.blink.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NexmarkReportTest {
    private static NexmarkRun run(String engine, String query, int run, double cpu, String failure) {
        return new NexmarkRun(engine, query, 1_000_000, 1000, 2, run, cpu / 2, cpu, 3, 7, 5_000_000, failure);
    }

    @Test
    void theBestRunsStandBesideEachOther() {
        List<NexmarkRun> runs = List.of(
                run("blink", "q0", 1, 4, ""),
                run("blink", "q0", 2, 1, ""),
                run("flink-heap", "q0", 1, 9, ""),
                run("flink-rocksdb-batched", "q0", 1, 8, ""),
                run("blink", "q6", 1, 1, ""),
                run("flink-heap", "q6", 1, 0, "not supported"));
        List<NexmarkComparison> comparisons = List.of(
                new NexmarkComparison("q0", 10, 1000, "1 rows instead of 2"),
                new NexmarkComparison("q0", 10, 1000, ""));
        List<String> lines = new NexmarkReport(NexmarkQuery.chosen(List.of("q0", "q6")), runs, comparisons).lines();
        assertThat(lines.get(2).replaceAll(" +", " "))
                .isEqualTo(
                        "| q0 | 0.50 | 1.00 | 1,000 | 5.0 | 7 | 4.00 | 8.00 | 125 | 5.0 | 7 | rocksdb-batched | 8.0 | same |");
        assertThat(lines.get(3).replaceAll(" +", " "))
                .isEqualTo("| q6 | 0.50 | 1.00 | 1,000 | 5.0 | 7 | - | - | - | - | - | - | - | any |");
        assertThat(lines)
                .contains(
                        "- events a second and core, blink / flink, over the 1 queries that both finish: geometric mean 8.0.",
                        "- q6: flink-heap: not supported");
    }

    @Test
    void whatTheEventsCostIsToldApart() {
        List<NexmarkRun> runs = List.of(
                run("blink", "generate", 1, 4, ""),
                run("blink", "generate", 2, 1, ""),
                run("blink", "q0", 1, 0.5, ""),
                run("flink-heap", "generate", 1, 9, ""),
                run("flink-rocksdb", "generate", 1, 8, ""));
        assertThat(generating(runs))
                .isEqualTo(
                        "Generating alone, with all columns and into a sink that drops them: blink 1.00, flink 8.00 s of CPU.");
        assertThat(generating(runs.subList(0, 3))).contains("blink 1.00, flink - s of CPU");
    }

    private static String generating(List<NexmarkRun> runs) {
        return new NexmarkReport(NexmarkQuery.chosen(List.of("q0")), runs, List.of())
                .alone(EventStream.alone("generate"), "Generating");
    }
}
