package io.blink.client.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.expression.SourcePosition;
import io.blink.sql.StatementParser.StatementText;
import org.junit.jupiter.api.Test;

class MarkedSourceTest {
    private static final StatementText STATEMENT = new StatementText("SELECT a,\n\tb FROM t", new SourcePosition(3, 5));

    private static String marked(String message) {
        return MarkedSource.of(STATEMENT, message).orElse("");
    }

    @Test
    void theCaretStandsUnderThePlace() {
        assertThat(marked("Line 3, column 12: no a")).isEqualToNormalizingNewlines("  SELECT a,\n         ^");
        assertThat(marked("Division by zero at line 4, column 2")).isEqualToNormalizingNewlines("   b FROM t\n   ^");
    }

    @Test
    void placesOutsideOfTheStatementAreNotMarked() {
        assertThat(marked("Line 2, column 1: x")).isEmpty();
        assertThat(marked("Line 5, column 1: x")).isEmpty();
        assertThat(marked("Line 4, column 99: x")).isEmpty();
        assertThat(marked("There is no table t")).isEmpty();
    }

    @Test
    void ofALongLineOnlyWhatIsAroundThePlaceIsShown() {
        StatementText wide = new StatementText("x".repeat(500) + "y" + "z".repeat(500), new SourcePosition(1, 1));
        String marked = MarkedSource.of(wide, "Line 1, column 501: y").orElseThrow();
        String[] lines = marked.split("\\R");
        assertThat(lines[0].length()).isLessThan(130);
        assertThat(lines[0].charAt(lines[1].indexOf('^'))).isEqualTo('y');
    }
}
