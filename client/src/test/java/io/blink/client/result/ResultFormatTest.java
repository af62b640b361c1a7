package io.blink.client.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.client.ClientErrorCode;
import io.blink.client.script.LocalSession;
import io.blink.client.script.Script;
import io.blink.core.error.BlinkException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFormatTest {
    private static final String QUERY =
            "SELECT 7 AS n, 'a\"b' AS s, CAST(NULL AS DOUBLE) AS d, TRUE AS t, TIMESTAMP '2024-01-02 03:04:05' AS ts";

    @TempDir
    private Path folder;

    private String print(ResultFormat format) {
        return print(format, QUERY);
    }

    private String print(ResultFormat format, String query) {
        try (LocalSession session = new LocalSession(folder)) {
            new Script(query).run(session.runner(format, false), false, () -> false);
            return session.output() + session.messages();
        }
    }

    @Test
    void tablesAreAligned() {
        assertThat(print(ResultFormat.TABLE)).isEqualTo("""
                        +---+-----+------+------+---------------------+
                        | n | s   |    d | t    | ts                  |
                        +---+-----+------+------+---------------------+
                        | 7 | a"b | NULL | TRUE | 2024-01-02 03:04:05 |
                        +---+-----+------+------+---------------------+
                        1 row
                        """);
    }

    @Test
    void csvQuotesWhatItMust() {
        assertThat(print(ResultFormat.CSV)).isEqualTo("n,s,d,t,ts\r\n7,\"a\"\"b\",,TRUE,2024-01-02 03:04:05\r\n");
    }

    @Test
    void csvHasAHeaderForAnEmptyResultAndNoneForAFailedOne() {
        String rows = " FROM (VALUES (1)) AS t (n) WHERE n > 1";
        assertThat(print(ResultFormat.CSV, "SELECT n" + rows)).isEqualTo("n\r\n");
        assertThat(print(ResultFormat.CSV, "SELECT 1 / n FROM (VALUES (0)) AS t (n)"))
                .doesNotContain("EXPR$0")
                .contains("DIVISION_BY_ZERO");
    }

    @Test
    void jsonHasALineForEachRow() {
        assertThat(print(ResultFormat.JSON))
                .isEqualTo("{\"n\":7,\"s\":\"a\\\"b\",\"d\":null,\"t\":true,\"ts\":\"2024-01-02 03:04:05\"}\n");
    }

    @Test
    void aFullDiskIsNoClosedPipe() {
        assertCode(ClosedOutput.fullDisk(), ClientErrorCode.OUTPUT_FAILED);
        assertCode(ClosedOutput.brokenPipe(), ClientErrorCode.OUTPUT_CLOSED);
    }

    private static void assertCode(PrintStream output, ClientErrorCode code) {
        output.print("row");
        assertThatThrownBy(output::flush)
                .isInstanceOf(BlinkException.class)
                .extracting(problem -> ((BlinkException) problem).code())
                .isEqualTo(code);
    }
}
