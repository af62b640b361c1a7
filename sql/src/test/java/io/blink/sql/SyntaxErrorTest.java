package io.blink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELCT a FROM t | Line 1, column 1: 'SELCT' does not begin a statement; did you mean SELECT?",
                "SELECT a FORM t | Line 1, column 15: unexpected 't'; did you mean FROM instead of 'FORM'?",
                "SELECT a FROM t WHRE x = 1 | Line 1, column 22: unexpected 'x'; did you mean WHERE instead of 'WHRE'?",
                "SELECT a FROM t GROPU BY a | Line 1, column 23: unexpected 'BY'; did you mean GROUP instead of 'GROPU'?",
                "SELECT a FROM | Line 1, column 13: the statement ends too early",
                "SELECT * FROM (SELECT a FROM t | Line 1, column 30: the statement ends too early; the '(' at line 1, column 15 is not closed",
                "SELECT count(a FROM t | Line 1, column 16: unexpected 'FROM'; the '(' at line 1, column 13 is not closed",
                "SELECT order FROM t | Line 1, column 8: unexpected 'order'; 'order' is a reserved word: as a name it is written `order`",
                "SELECT a AS end FROM t | Line 1, column 13: unexpected 'end'; 'end' is a reserved word: as a name it is written `end`",
                "SELECT a FROM x.table | Line 1, column 16: unexpected '.'; 'table' is a reserved word: as a name it is written `table`",
                "SELECT a, FROM t | Line 1, column 11: unexpected 'FROM'; something is missing before it",
                "CREATE TABEL t (a INT) | Line 1, column 8: unexpected 'TABEL'; did you mean TABLE instead of 'TABEL'?",
                "CREATE TABLE t (a STRIN) | Line 1, column 19: Type 'STRIN', column 6: unknown type STRIN; did you mean 'STRING'?",
                "CREATE TABLE t (a INT, A INT) | Line 1, column 24: the column 'A' is defined twice",
                "CREATE TABLE t (a INT) STORED AS ORC WITH ('connector' = 'x') | Line 1, column 14: WITH",
                "INSERT INTO t PARTITION (a = b) SELECT 1 | Line 1, column 30: the value of a static partition is a literal",
                "SELECT 'a FROM t | Line 1, column 8: The string that begins here is not closed",
                "SELECT 1; SELECT \"a FROM t | Line 1, column 18: The quoted name that begins here is not closed",
                "SELECT 1 /* a | Line 1, column 10: The comment that begins here is not closed",
                "ANALYZE TABLE t COMPUTE | Line 1, column 23: the statement ends too early",
                "SELECT * FROM a.b.c.d.e WHERE | Line 1, column 29: the statement ends too early",
                "DROP TABLE a.b.c.d | Line 1, column 12: 'a.b.c.d' has more than the three parts catalog.database.name",
            })
    void messageSaysWhereAndWhat(String sql, String message) {
        assertThatThrownBy(() -> StatementParser.parseScript(sql))
                .isInstanceOf(BlinkException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void positionIsTheScripts() {
        assertThatThrownBy(() -> StatementParser.parseScript("SELECT 1;\n\n   SELECT 2,\n  FROM t"))
                .hasMessageStartingWith("Line 4, column 3: unexpected 'FROM'");
    }

    @Test
    void deepNestingIsAnErrorAndNotACrash() {
        String sql = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
        assertThatThrownBy(() -> StatementParser.parseScript(sql))
                .isInstanceOf(BlinkException.class)
                .hasMessage("Line 1, column 1: the statement is nested too deeply to be read");
    }

    @Test
    void codeTellsSyntaxFromUnsupported() {
        assertThat(codeOf("SELECT")).isEqualTo(SqlErrorCode.SYNTAX_ERROR);
        assertThat(codeOf("UPDATE t SET a = 1")).isEqualTo(SqlErrorCode.STATEMENT_NOT_SUPPORTED);
    }

    private static Object codeOf(String sql) {
        try {
            StatementParser.parseScript(sql);
        } catch (BlinkException e) {
            return e.code();
        }
        throw new AssertionError("no error");
    }
}
