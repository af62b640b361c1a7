package io.blink.client.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.client.result.ResultFormat;
import io.blink.client.script.LocalSession;
import io.blink.client.script.Script;
import io.blink.testing.function.FunctionJarCompiler;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of users through whole statements on the engine of this process; their jar is on no class path. */
class UserFunctionsTest {
    @TempDir
    private static Path jars;

    @TempDir
    private Path folder;

    private static Path jar;
    private LocalSession session;
    private int printed;

    @BeforeAll
    static void compile() {
        jar = FunctionJarCompiler.compile(jars, "acme.jar", FunctionSources.all());
    }

    @BeforeEach
    void open() {
        session = new LocalSession(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private String function(String name, String className) {
        return "CREATE TEMPORARY FUNCTION " + name + " AS 'acme." + className + "' USING JAR '" + jar + "'; ";
    }

    /** The rows that a script's last statement prints, without the header. */
    private List<String> rows(String script) {
        boolean done = new Script(script).run(session.runner(ResultFormat.CSV, false), false, () -> false);
        assertThat(session.messages()).isEmpty();
        assertThat(done).isTrue();
        List<String> lines = session.output().substring(printed).lines().toList();
        printed = session.output().length();
        return lines.subList(1, lines.size());
    }

    private String failure(String script) {
        assertThat(new Script(script).run(session.runner(ResultFormat.CSV, false), false, () -> false))
                .isFalse();
        return session.messages();
    }

    @Test
    void overloadsAreChosenByTheTypesOfTheArguments() {
        String add = function("plus", "Add");
        assertThat(rows(add
                        + "SELECT plus(1, 2), plus(CAST(1 AS BIGINT), 2), plus('a', 'b'), plus(1.5E0, 2, 3), plus()"))
                .containsExactly("3,1003,a+b,6.5,0.0");
        assertThat(
                        rows(
                                "SELECT plus(a, b) FROM (VALUES (1, 10), (CAST(NULL AS INT), 20), (3, 30)) AS t (a, b) ORDER BY b"))
                .containsExactly("11", "", "33");
        assertThat(rows("SELECT plus(CAST(NULL AS STRING), b) FROM (VALUES 'x') AS t (b)"))
                .containsExactly("none");
    }

    @Test
    void whatATableFunctionCollectsIsAccountedFor() {
        assertThat(failure(function("up_to", "UpTo") + "SELECT COUNT(n) FROM TABLE(up_to(2000000000)) AS t (n)"))
                .contains("function up_to", "taskmanager.memory.managed.size");
    }

    @Test
    void allTypesGoBothWays() {
        String types = function("t", "Types");
        assertThat(
                        rows(
                                types
                                        + "SELECT t(CAST(2.25 AS DECIMAL(10, 2))), t(DATE '2024-02-28'), t(TIMESTAMP '2024-01-01 00:00:00.5'), t(TRUE), t(ARRAY[1, 2, 3]), t(MAP['a', CAST(1 AS BIGINT)]), t(X'010203')"))
                .containsExactly(
                        "3.375,2024-02-29,2024-01-01 00:00:00.501000000,FALSE,\"[3,2,1]\",\"{\"\"a!\"\":2}\",03");
        String pair = function("pair", "Pair");
        assertThat(
                        rows(
                                pair
                                        + "SELECT pair(7, 'x', CAST(1 AS DOUBLE)).at.name, pair(pair(7, 'y', CAST(2 AS DOUBLE))), pair(CAST(5 AS BIGINT)).high"))
                .containsExactly("x,y7:2.0,6");
        String any = function("any_text", "AnyText");
        assertThat(rows(any + "SELECT any_text(1), any_text('a'), any_text(1.50), any_text(NULL)"))
                .containsExactly("Integer:1,String:a,BigDecimal:1.50,null");
    }

    @Test
    void aFunctionThatIsNotDeterministicIsCalledOnceForEachRow() {
        String counter = function("counter", "Counter");
        assertThat(rows(counter
                        + "SELECT c, c || 'x' FROM (SELECT counter() AS c FROM (VALUES 1, 2, 3) AS t (a)) ORDER BY c"))
                .containsExactly("counter0,counter0x", "counter1,counter1x", "counter2,counter2x");
    }

    @Test
    void vectorizedFunctionsFillColumns() {
        String doubled = function("doubled", "Doubled");
        assertThat(rows(doubled
                        + "SELECT doubled(a), doubled(3) FROM (VALUES 1, CAST(NULL AS INT), 21) AS t (a) ORDER BY a"))
                .containsExactly(",6", "2,6", "42,6");
        assertThat(failure("SELECT doubled(1, 2)")).contains("Function doubled does not take (INT, INT): one BIGINT");
    }

    @Test
    void tableFunctionsGiveRowsForEachRow() {
        String split = function("words", "Split") + function("up_to", "UpTo");
        assertThat(
                        rows(
                                split
                                        + "SELECT t.id, w.word, w.length FROM (VALUES (1, 'to be'), (2, ''), (3, 'or')) AS t (id, text), LATERAL TABLE(words(t.text)) AS w ORDER BY id, word"))
                .containsExactly("1,be,2", "1,to,2", "3,or,2");
        assertThat(
                        rows(
                                "SELECT t.id, w.a, w.b FROM (VALUES (1, 'to be'), (2, ''), (3, 'or')) AS t (id, text) LEFT JOIN LATERAL TABLE(words(text)) AS w (a, b) ON TRUE ORDER BY id, a"))
                .containsExactly("1,be,2", "1,to,2", "2,,", "3,or,2");
        assertThat(rows("SELECT n FROM (VALUES (3)) AS t (e) LATERAL VIEW up_to(e) v AS n ORDER BY n"))
                .containsExactly("1", "2", "3");
        assertThat(rows("SELECT SUM(n) FROM TABLE(up_to(100000)) AS t (n)")).containsExactly("5000050000");
    }

    @Test
    void aggregatesWorkInGroupsFramesAndPhases() {
        String wavg = function("wavg", "WeightedAverage");
        String table =
                "(VALUES ('a', 1.0E0, 1), ('a', 4.0E0, 2), ('b', CAST(NULL AS DOUBLE), 3), ('b', 5.0E0, 1)) AS t (k, v, w)";
        assertThat(rows(wavg + "SELECT k, wavg(v, w), COUNT(*) FROM " + table + " GROUP BY k ORDER BY k"))
                .containsExactly("a,3.0,2", "b,5.0,2");
        assertThat(rows("SELECT wavg(v, w) FILTER (WHERE k = 'a'), wavg(v, 1) FROM " + table))
                .containsExactly("3.0,3.3333333333333335");
        assertThat(rows("SELECT wavg(v, w) FROM " + table + " WHERE FALSE")).containsExactly("");
        assertThat(rows("SELECT k, wavg(v, w) OVER (PARTITION BY k ORDER BY w) FROM " + table + " ORDER BY k, w"))
                .containsExactly("a,1.0", "a,3.0", "b,5.0", "b,5.0");
        assertThat(rows("SELECT w, wavg(v, w) OVER (ORDER BY w, v ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM "
                        + table + " WHERE v IS NOT NULL ORDER BY w, v"))
                .containsExactly("1,1.0", "1,3.0", "2,4.333333333333333");
    }

    @Test
    void aggregatesWithoutMergeGetAllRowsOfAGroup() {
        String longest = function("longest", "Longest") + function("collected", "Collected");
        String table = "(VALUES (1, 'a'), (1, 'abc'), (2, 'xy'), (2, CAST(NULL AS STRING))) AS t (k, s)";
        assertThat(rows(longest + "SELECT k, longest(s) FROM " + table + " GROUP BY k ORDER BY k"))
                .containsExactly("1,abc", "2,xy");
        assertThat(rows("SELECT collected(DISTINCT k), collected(k) FROM " + table))
                .containsExactly("\"[1,2]\",\"[1,1,2,2]\"");
        assertThat(
                        rows(
                                "SELECT SUM(CARDINALITY(c)) FROM (SELECT MOD(n, 7), collected(n) AS c FROM (SELECT n FROM UNNEST(ARRAY_REPEAT(1, 20000)) WITH ORDINALITY AS u (x, n)) GROUP BY MOD(n, 7))"))
                .containsExactly("20000");
        assertThat(
                        rows(
                                "SELECT k, (SELECT longest(s) || '!' FROM (VALUES (1, 'a'), (1, 'abc')) AS u (j, s) WHERE j = k), (SELECT collected(j) FROM (VALUES (1, 4)) AS u (i, j) WHERE i = k) FROM (VALUES 1, 2) AS t (k) ORDER BY k"))
                .containsExactly("1,abc!,[4]", "2,!,[]");
    }

    @Test
    void whatAFunctionThrowsIsToldWithItsArgumentsAndStack() {
        String message = failure(function("fails", "Fails") + "SELECT fails(a) FROM (VALUES 1, 2, 3) AS t (a)");
        assertThat(message)
                .contains("FUNCTION_FAILED")
                .contains("Function fails (class acme.Fails) failed in eval(3) at line 1, column")
                .contains("java.lang.IllegalStateException: no 3")
                .contains("at acme.Fails.deeper(Fails.java:")
                .doesNotContain("io.blink.runtime");
    }

    @Test
    void mistakesInDefinitionsAreTold() {
        assertThat(failure("CREATE FUNCTION f AS 'acme.Missing' USING JAR '" + jar + "'"))
                .contains("there is no such class");
        assertThat(failure("CREATE FUNCTION f AS 'acme.NotAFunction' USING JAR '" + jar + "'"))
                .contains("extends neither");
        assertThat(failure("CREATE FUNCTION f AS 'acme.Add' USING JAR '/nowhere/x.jar'"))
                .contains("There is no jar /nowhere/x.jar");
        assertThat(failure("CREATE FUNCTION upper AS 'acme.Add' USING JAR '" + jar + "'"))
                .contains("'upper' is a built-in function");
        assertThat(failure("CREATE FUNCTION f AS 'acme.Add' LANGUAGE PYTHON")).contains("LANGUAGE PYTHON");
        assertThat(failure(function("p", "Fails") + "SELECT p('x')"))
                .contains("Function p does not take (CHAR(1)); it takes (INT NOT NULL) -> INT");
        assertThat(failure("SELECT pp(1)")).contains("there is no function 'pp'");
    }

    @Test
    void definitionsCanBeListedChangedAndDropped() {
        String create = "CREATE FUNCTION plus AS 'acme.Add' LANGUAGE JAVA USING JAR '" + jar + "'; ";
        assertThat(rows(create + "CREATE FUNCTION IF NOT EXISTS plus AS 'acme.Add'; SHOW USER FUNCTIONS"))
                .containsExactly("plus");
        assertThat(rows("SHOW CREATE FUNCTION plus"))
                .containsExactly(
                        "\"CREATE FUNCTION `default_catalog`.`default_database`.`plus`",
                        "AS 'acme.Add'",
                        "LANGUAGE JAVA",
                        "USING JAR '" + jar + "'\"");
        assertThat(rows("DESCRIBE FUNCTION EXTENDED plus")).contains("kind,SCALAR", "is deterministic,true");
        assertThat(rows("SELECT default_database.plus(1, 1)")).containsExactly("2");
        assertThat(rows("ALTER FUNCTION plus AS 'acme.AnyText' USING JAR '" + jar + "'; SELECT plus(1)"))
                .containsExactly("Integer:1");
        assertThat(rows("DROP FUNCTION plus; DROP FUNCTION IF EXISTS plus; SHOW USER FUNCTIONS"))
                .isEmpty();
        assertThat(rows("ADD JAR '" + jar + "'; CREATE TEMPORARY SYSTEM FUNCTION plus AS 'acme.Add'; LIST JARS"))
                .containsExactly(jar.toString());
        assertThat(rows("SELECT plus(2, 2)")).containsExactly("4");
        assertThat(failure("REMOVE JAR '" + jar + "'; SELECT plus(2, 2)")).contains("there is no such class");
    }

    @Test
    void streamsCallScalarAndTableFunctions() {
        String functions = function("up_to", "UpTo") + function("plus", "Add");
        assertThat(
                        rows(
                                functions
                                        + "CREATE TABLE s (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '5', 'fields.a.kind' = 'sequence', 'fields.a.start' = '1', 'fields.a.end' = '5'); SET 'execution.runtime-mode' = 'streaming'; SELECT a, plus(n, 1) FROM s, LATERAL TABLE(up_to(a)) AS u (n)"))
                .hasSize(15)
                .contains("5,6", "1,2");
    }

    @Test
    void aggregatesOfStreamsKeepTheirAccumulatorsAndFollowRowsThatChange() {
        String streaming = "SET 'execution.runtime-mode' = 'streaming'; " + function("wavg", "WeightedAverage")
                + function("longest", "Longest") + function("collected", "Collected");
        String table =
                "(VALUES (1, CAST(10 AS DOUBLE), 1, 'a'), (1, CAST(20 AS DOUBLE), 3, 'abc'), (2, CAST(5 AS DOUBLE), 2, 'ab'))"
                        + " AS t (k, v, w, s)";
        String columns = "SELECT k, wavg(v, w), longest(s), collected(w) FROM ";
        assertThat(rows(streaming + columns + table + " GROUP BY k ORDER BY k"))
                .containsExactly("1,17.5,abc,\"[1,3]\"", "2,5.0,ab,[2]");
        String changing = "(SELECT k, MAX(v) AS v, CAST(COUNT(*) AS INT) AS w, MAX(s) AS s FROM (SELECT * FROM " + table
                + " UNION ALL SELECT * FROM (VALUES (1, CAST(40 AS DOUBLE), 1, 'b')) AS u (k, v, w, s)) GROUP BY k)";
        assertThat(rows("SELECT wavg(v, w), longest(s), collected(w) FROM " + changing))
                .containsExactly("31.25,ab,\"[1,3]\"");
    }
}
