package io.blink.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.client.result.ResultFormat;
import io.blink.client.script.LocalSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
    private static final Names NAMES = new Names() {
        @Override
        public List<String> functions() {
            return List.of("shout");
        }

        @Override
        public List<String> tables() {
            return List.of("orders", "customers");
        }

        @Override
        public List<String> databases() {
            return List.of("sales");
        }

        @Override
        public List<String> tablesOf(String database) {
            return database.equals("sales") ? List.of("items") : List.of();
        }

        @Override
        public List<String> columnsOf(String table) {
            return table.equals("orders") ? List.of("order_id", "amount") : List.of();
        }
    };

    @TempDir
    private Path folder;

    private LocalSession session;

    private void type(String typed) throws IOException {
        ByteArrayInputStream input = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        try (LocalSession opened = new LocalSession(folder);
                Terminal terminal =
                        new DumbTerminal("test", "dumb", input, new ByteArrayOutputStream(), StandardCharsets.UTF_8)) {
            session = opened;
            Path history = folder.resolve("history");
            new Shell(terminal, history, opened.runner(ResultFormat.CSV, false), NAMES, opened.messageStream()).run();
        }
    }

    @Test
    void statementsOfSeveralLinesRunAtTheirSemicolon() throws IOException {
        type("SELECT 1\nAS a;\nSELECT ';' AS b; SELECT 3 AS c;\n");
        assertThat(session.output()).isEqualTo("a\r\n1\r\nb\r\n;\r\nc\r\n3\r\n");
    }

    @Test
    void anErrorDoesNotEndTheShell() throws IOException {
        type("SELECT nothing;\nSELECT 2 AS a;\n");
        assertThat(session.messages()).contains("[ERROR] UNKNOWN_COLUMN: ");
        assertThat(session.output()).isEqualTo("a\r\n2\r\n");
    }

    @Test
    void quitLeavesAndHelpHelps() throws IOException {
        type("help;\nquit;\nSELECT 1 AS a;\n");
        assertThat(session.messages()).contains("Ctrl-C cancels");
        assertThat(session.output()).isEmpty();
    }

    @Test
    void shortcutsStandForStatementsAndNeedNoSemicolon() throws IOException {
        type("CREATE TEMPORARY VIEW v AS SELECT 1 AS a;\n\\d\n\\d v\n\\q\nSELECT 2 AS b;\n");
        assertThat(session.output())
                .startsWith("table name\r\nv\r\nname,type,")
                .contains("a,INT")
                .doesNotContain("\r\nb\r\n");
    }

    @Test
    void whatWasTypedIsRemembered() throws IOException {
        type("SELECT 1 AS a;\nquit;\n");
        assertThat(Files.readString(folder.resolve("history"))).contains("SELECT 1 AS a;");
    }

    @Test
    void aStatementIsWholeAtASemicolonOutsideOfTextAndComments() {
        assertThat(StatementLine.isWhole("SELECT 1")).isFalse();
        assertThat(StatementLine.isWhole("SELECT ';")).isFalse();
        assertThat(StatementLine.isWhole("SELECT 1 -- ;")).isFalse();
        assertThat(StatementLine.isWhole("SELECT 1; -- done")).isTrue();
        assertThat(StatementLine.isWhole("SELECT 1; SELECT")).isFalse();
        assertThat(StatementLine.isWhole("")).isTrue();
        assertThat(StatementLine.isWhole("quit")).isTrue();
    }

    @Test
    void keywordsTablesAndColumnsAreCompleted() {
        assertThat(suggestions("sel")).containsExactly("select");
        assertThat(suggestions("SELECT * FROM o")).containsExactly("orders");
        assertThat(suggestions("SELECT * FROM orders WHERE am")).containsExactly("amount");
        assertThat(suggestions("SELECT orders.")).containsExactly("order_id", "amount");
        assertThat(suggestions("SELECT * FROM sales.i")).containsExactly("items");
    }

    private static Iterable<String> suggestions(String text) {
        int begin = text.length();
        while (begin > 0 && StatementLine.isNamePart(text.charAt(begin - 1))) {
            begin--;
        }
        return new StatementCompleter(NAMES).suggestions(text, text.length(), text.substring(begin));
    }
}
