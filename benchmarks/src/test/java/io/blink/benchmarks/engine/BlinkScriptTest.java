package io.blink.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlinkScriptTest {
    @TempDir
    Path folder;

    @Test
    void eachRunIsFollowedByItsMark() {
        BlinkScript script = BlinkScript.of(List.of(work("a", 1, 2), work("b", 3)));
        assertThat(script.text()).isEqualTo("""
                        text of a
                        ;
                        SELECT 0 AS blink_bench_mark;
                        text of a
                        ;
                        SELECT 1 AS blink_bench_mark;
                        text of b
                        ;
                        SELECT 2 AS blink_bench_mark;
                        """);
        assertThat(BlinkScript.run(5)).isEqualTo(2);
        assertThat(BlinkScript.isMark(6)).isTrue();
    }

    @Test
    void resultsAreCutAtTheMarksAndARunWithoutRowsLeavesTheFileOfTheOneBefore() throws Exception {
        Path output = Files.writeString(
                folder.resolve("output.csv"),
                "x,y\r\n1,\r\nblink_bench_mark\r\n0\r\nblink_bench_mark\r\n1\r\nz\r\n\"\"\r\nblink_bench_mark\r\n2\r\nx\r\n");
        BlinkScript.of(List.of(work("a", 1, 2), work("b", 1), work("c", 1))).writeResults(output);
        assertThat(folder.resolve("a.csv")).hasContent("\"x\",\"y\"\n\"1\",\n");
        assertThat(folder.resolve("b.csv")).hasContent("\"z\"\n\"\"\n");
        assertThat(folder.resolve("c.csv")).doesNotExist();
    }

    @Test
    void timingLinesAreReadAndOthersAreNot() {
        assertThat(TimingLine.parse("#12 ok 0.123 s (plan 0.020 s) 1234 rows"))
                .contains(new TimingLine(12, 0.123, 1234, Optional.empty()));
        assertThat(TimingLine.parse("#3 error CODE what went wrong"))
                .contains(new TimingLine(3, 0, 0, Optional.of("CODE what went wrong")));
        assertThat(TimingLine.parse("[WARN] #3 ok")).isEmpty();
    }

    private Work work(String query, Integer... runs) {
        return new Work(query, "text of " + query, List.of(runs), folder.resolve(query + ".csv"));
    }
}
