package io.blink.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.benchmarks.measure.Measurement;
import io.blink.benchmarks.measure.Measurement.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    @TempDir
    Path folder;

    @Test
    void timesRatiosAndWhatDoesNotCount() {
        List<QueryResult> results = List.of(
                new QueryResult("q1", List.of(ok("blink", "q1", 2, 1), ok("spark", "q1", 5, 4))),
                new QueryResult("q2", List.of(ok("blink", "q2", 3, 2), ok("spark", "q2", 9, 2))),
                new QueryResult("q3", List.of(ok("blink", "q3", 1, 1), failed("spark", "q3"))),
                new QueryResult("q4", List.of(ok("blink", "q4", 1, 1), wrong(ok("spark", "q4", 1, 1)))));
        assertThat(new BenchReport(List.of("blink", "spark"), results).lines())
                .containsExactly(
                        "| query           | blink first |  best | spark first |  best | spark/blink |",
                        "|:----------------|------------:|------:|------------:|------:|------------:|",
                        "| q1              |       2.000 | 1.000 |       5.000 | 4.000 |        4.00 |",
                        "| q2              |       3.000 | 2.000 |       9.000 | 2.000 |        1.00 |",
                        "| q3              |       1.000 | 1.000 |           - |     - |           - |",
                        "| q4              |       1.000 | 1.000 |       1.000 |     - |           - |",
                        "| peak memory, MB |             |   300 |             |   300 |             |",
                        "",
                        "- spark / blink over the 2 queries that both finish: total 6.000 s / 3.000 s = 2.00, geometric mean 2.00; without q3, q4.",
                        "",
                        "- q3 on spark: failed: no such function",
                        "- q4 on spark: other rows: the row 1 is missing");
    }

    @Test
    void thePartOfAPageBetweenItsMarksIsReplaced() throws Exception {
        Path page = Files.writeString(
                folder.resolve("page.md"), "# Times\n<!-- bench basics -->\nold\n<!-- end basics -->\nrest\n");
        MarkdownPage.replace(page, "basics", List.of("new", "lines"));
        assertThat(page).hasContent("# Times\n<!-- bench basics -->\nnew\nlines\n<!-- end basics -->\nrest\n");
        MarkdownPage.requirePart(page, "basics");
        assertThatThrownBy(() -> MarkdownPage.requirePart(page, "tpcds")).hasMessageContaining("bench tpcds");
        assertThatThrownBy(() -> MarkdownPage.requirePart(folder.resolve("none.md"), "basics"))
                .hasMessageContaining("Cannot read");
    }

    private static EngineResult ok(String engine, String query, double first, double best) {
        return new EngineResult(
                engine,
                List.of(
                        measurement(engine, query, 1, Outcome.OK, first, ""),
                        measurement(engine, query, 2, Outcome.OK, best, "")),
                "");
    }

    private static EngineResult wrong(EngineResult result) {
        return new EngineResult(result.engine(), result.runs(), "the row 1 is missing");
    }

    private static EngineResult failed(String engine, String query) {
        return new EngineResult(
                engine, List.of(measurement(engine, query, 1, Outcome.FAILED, 0, "no such function")), "");
    }

    private static Measurement measurement(
            String engine, String query, int run, Outcome outcome, double seconds, String message) {
        return new Measurement("s", 1, query, engine, run, "b", outcome, seconds, 1, message, 300);
    }
}
