package io.blink.testing.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

class SqlScriptRunTest {
    @TempDir
    Path folder;

    private final CannedEngine engine = new CannedEngine();

    @Test
    void otherRowsAreShownAsDifferenceWithTheirPlace() throws IOException {
        Path script = script("# rows", "query IT", "ROWS INT,STRING: 1,a;2,b;4,d", "----", "1 | a", "3 | c", "4 | d");
        assertThatThrownBy(() -> run(script))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage(script + ":2: the statement\n  ROWS INT,STRING: 1,a;2,b;4,d\n"
                        + "gives other rows (- expected, + actual)\n  1 | a\n- 3 | c\n+ 2 | b\n  4 | d");
        assertThat(engine.closed).isTrue();
    }

    @Test
    void missingAndSurplusRowsFail() throws IOException {
        Path missing = script("query I", "ROWS INT: 1", "----", "1", "2");
        assertThatThrownBy(() -> run(missing)).hasMessageContaining("  1\n- 2");
        Path surplus = script("query I rowsort", "ROWS INT: 2;1", "----", "2");
        assertThatThrownBy(() -> run(surplus)).hasMessageContaining("+ 1\n  2");
    }

    @Test
    void otherTypesFail() throws IOException {
        Path script = script("query II", "ROWS INT,STRING: 1,2", "----", "1 | 2");
        assertThatThrownBy(() -> run(script))
                .hasMessageContaining("has columns IT")
                .hasMessageContaining("expected II");
    }

    @Test
    void unexpectedSuccessAndOtherErrorsFail() throws IOException {
        Path success = script("statement error NO_SUCH_CODE", "SELECT 1");
        assertThatThrownBy(() -> run(success)).hasMessageContaining("worked; expected NO_SUCH_CODE");
        Path other = script("statement error NO_SUCH_CODE", "FAIL boom");
        assertThatThrownBy(() -> run(other))
                .hasMessageContaining("failed with " + CannedEngine.FAILURE.name() + ": boom");
        Path unexpected = script("statement ok", "FAIL boom");
        assertThatThrownBy(() -> run(unexpected))
                .hasMessageContaining(unexpected + ":1")
                .hasMessageContaining("boom");
    }

    @Test
    void separatorMayBeLeftToTheRewriter() throws IOException {
        Path script = script(
                "query I rowsort", "ROWS STRING,INT: x,2;x,1", "", "query I", "ROWS INT: 7", "----", "8", "", "# end");
        rewrite(script);
        assertThat(Files.readAllLines(script))
                .containsExactly(
                        "query TI rowsort",
                        "ROWS STRING,INT: x,2;x,1",
                        "----",
                        "x | 1",
                        "x | 2",
                        "",
                        "query I",
                        "ROWS INT: 7",
                        "----",
                        "7",
                        "",
                        "# end");
        run(script);
    }

    @Test
    void writtenCellsAreReadBackAsTheSameValue() {
        assertThat(RowText.write(Arrays.asList("a | b", " x\\", "line\nbreak", null, "NULL", "", "(empty)")))
                .isEqualTo("a \\| b | \\sx\\\\ | line\\nbreak | NULL | \\NULL | (empty) | \\(empty)");
        assertThat(RowText.cells("a \\| b | NULL |  padded ")).isEqualTo(List.of("a \\| b", "NULL", "padded"));
    }

    @Test
    void mistakesInScriptsAreNamedWithTheirLine() throws IOException {
        assertMistake("begins with statement, query", "", "selct ok");
        assertMistake("no column letter Z", "", "query IZ", "SELECT 1");
        assertMistake("the statement is missing", "", "statement ok", "", "SELECT 1");
        assertMistake("after statement comes ok or error, not okay", "", "statement okay", "SELECT 1");
        assertMistake("no regular expression", "", "statement error (", "SELECT 1");
        assertMistake(
                "except wants a trait of the target and a reason", "", "except batch", "statement ok", "SELECT 1");
        assertMistake("there is no variable nothing", "", "statement ok", "SELECT ${nothing}");
        assertMistake("does x.sqltest include itself?", "", "include x.sqltest");
    }

    private void assertMistake(String message, String... lines) throws IOException {
        Path script = script(lines);
        assertThatThrownBy(() -> run(script)).isInstanceOf(BlinkException.class).hasMessageContaining(message);
    }

    private Path script(String... lines) throws IOException {
        return Files.write(folder.resolve("x.sqltest"), List.of(lines));
    }

    private void run(Path script) {
        run(script, Optional.empty());
    }

    private void rewrite(Path script) {
        run(script, Optional.of(new ExpectedRowsRewriter()));
    }

    private void run(Path script, Optional<ExpectedRowsRewriter> rewriter) {
        List<ScriptBlock> blocks = SqlScriptParser.parse(script);
        try (SqlScriptRun run = new SqlScriptRun(() -> engine, Map.of(), rewriter)) {
            blocks.forEach(run::run);
        }
    }
}
