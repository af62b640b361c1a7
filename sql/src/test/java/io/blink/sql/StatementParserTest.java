package io.blink.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.expression.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
    @Test
    void scriptIsCutAtSemicolonsOutsideStringsNamesAndComments() {
        List<ParsedStatement> statements = StatementParser.parseScript("""
                -- first; not a statement
                SELECT ';' AS "a;b", `c;d` FROM t; /* and ; here */

                  SELECT 2 -- tail;
                ;;
                SET 'x' = 'a;b'
                """);
        assertThat(statements)
                .extracting(ParsedStatement::text)
                .containsExactly("SELECT ';' AS \"a;b\", `c;d` FROM t", "SELECT 2 -- tail;", "SET 'x' = 'a;b'");
        assertThat(statements)
                .extracting(ParsedStatement::start)
                .containsExactly(new SourcePosition(2, 1), new SourcePosition(4, 3), new SourcePosition(6, 1));
        assertThat(statements)
                .extracting(ParsedStatement::kind)
                .containsExactly(StatementKind.QUERY, StatementKind.QUERY, StatementKind.SET);
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(StatementParser.parseScript("-- nothing\n/* at all */ ; ;")).isEmpty();
    }

    @Test
    void queryKeepsItsTextAndPlaceInTheScript() {
        Statement.Insert insert = (Statement.Insert) one("\n  INSERT INTO t\n   (SELECT a FROM s ORDER BY a LIMIT 3)");
        assertThat(insert.query().text()).isEqualTo("(SELECT a FROM s ORDER BY a LIMIT 3)");
        assertThat(insert.query().position()).isEqualTo(new SourcePosition(3, 4));
        assertThat(insert.table().position()).isEqualTo(new SourcePosition(2, 15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT date, time, timestamp, year, month, day, hour, minute, second, value, count, position FROM t",
                "SELECT t.date, t.user, t.value AS value, a date, b year, c \"user\" FROM t",
                "SELECT language, method, result, rank, start, system, period, percent, pattern, open, old, none FROM t",
                "SELECT `date`, \"select\", `a``b`, \"c\"\"d\" FROM \"db\".`t`",
                "SELECT comment, location, string, bytes, fields, keys, tables, use, if FROM jobs",
                "SELECT year(d), month(d), IF(a, b, c), count(*), rank() OVER (ORDER BY value), position('a' IN b) FROM t",
                "SELECT DATE '2024-01-01' + INTERVAL '30' DAY, TIMESTAMP '2024-01-01 00:00:00', a || b, a != b, a % 2 FROM t",
                "SELECT CAST(a AS STRING), TRY_CAST(a AS TIMESTAMP_LTZ(3)), CAST(a AS ARRAY<INT>), CAST(b AS MAP<STRING, ROW<x INT, y ARRAY<INT NOT NULL>>>) FROM t",
                "WITH x AS (SELECT 1 AS a) SELECT a b FROM x UNION ALL SELECT 2 ORDER BY 1 LIMIT 10 OFFSET 5",
                "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))",
                "SELECT k, TUMBLE_START(ts, INTERVAL '1' HOUR), TUMBLE_END(ts, INTERVAL '1' HOUR), TUMBLE_ROWTIME(ts, INTERVAL '1' HOUR) FROM t GROUP BY k, TUMBLE(ts, INTERVAL '1' HOUR)",
                "SELECT o.a FROM o JOIN r FOR SYSTEM_TIME AS OF o.proc AS c ON o.k = c.k",
                "SELECT CASE WHEN a IN (1, 2) THEN 'x' ELSE NULL END, EXTRACT(YEAR FROM d), a IS NOT DISTINCT FROM b FROM t WHERE EXISTS (SELECT 1 FROM s)",
                "SELECT \"sum\"(x), \"substr\"(a, 1, 2), DECIMAL '1.5' FROM t GROUP BY ROLLUP(a, b)",
                "VALUES (1, 'a'), (2, 'b')",
                "(SELECT 1) UNION ALL (SELECT 2)",
                "SELECT 1 // a comment of the other kind",
                "SELECT /*+ BROADCAST(s) */ * FROM t /*+ OPTIONS('k' = 'v') */, s",
            })
    void queryOfTheDialectIsRead(String sql) {
        assertThat(one(sql)).isInstanceOf(Statement.Query.class);
    }

    @Test
    void insertHasModePartitionAndColumns() {
        Statement.Insert insert = (Statement.Insert)
                one(
                        "INSERT OVERWRITE TABLE db.t PARTITION (dt = '2024-01-01', h = -1, m) IF NOT EXISTS (a, b) SELECT 1, 2, 3");
        assertThat(insert.overwrite()).isTrue();
        assertThat(insert.ifNotExists()).isTrue();
        assertThat(insert.table().parts()).containsExactly("db", "t");
        assertThat(insert.partition())
                .extracting(PartitionValue::column, PartitionValue::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("dt", Optional.of("2024-01-01")),
                        org.assertj.core.groups.Tuple.tuple("h", Optional.of("-1")),
                        org.assertj.core.groups.Tuple.tuple("m", Optional.empty()));
        assertThat(insert.columns()).containsExactly("a", "b");
        assertThat(((Statement.Insert) one("INSERT INTO t VALUES (1)")).overwrite())
                .isFalse();
    }

    @Test
    void insertHasOptionsOfItsTarget() {
        Statement.Insert insert = (Statement.Insert)
                one(
                        "INSERT INTO db.t /*+ OPTIONS('a.b' = 'it''s', c.d-e = 'f') */ PARTITION (dt = '1') (a) SELECT /*+ BROADCAST(s) */ 1 FROM s");
        assertThat(insert.options()).containsOnly(Map.entry("a.b", "it's"), Map.entry("c.d-e", "f"));
        assertThat(insert.partition()).hasSize(1);
        assertThat(insert.columns()).containsExactly("a");
        assertThat(((Statement.Insert) one("INSERT INTO t VALUES (1)")).options())
                .isEmpty();
    }

    @Test
    void settingsAreReadQuotedAndPlain() {
        assertThat(one("SET 'a.b' = 'it''s'")).isEqualTo(new Statement.Set(Optional.of("a.b"), Optional.of("it's")));
        assertThat(one("set fs.x=hdfs://nn:8020/a b"))
                .isEqualTo(new Statement.Set(Optional.of("fs.x"), Optional.of("hdfs://nn:8020/a b")));
        assertThat(one("SET a =")).isEqualTo(new Statement.Set(Optional.of("a"), Optional.of("")));
        assertThat(one("SET a.b")).isEqualTo(new Statement.Set(Optional.of("a.b"), Optional.empty()));
        assertThat(one("SET")).isEqualTo(new Statement.Set(Optional.empty(), Optional.empty()));
        assertThat(one("RESET 'a.b'")).isEqualTo(new Statement.Reset(Optional.of("a.b")));
        assertThat(one("reset")).isEqualTo(new Statement.Reset(Optional.empty()));
    }

    @Test
    void showDescribeAndUseAreRead() {
        assertThat(show("SHOW CATALOGS").target()).isEqualTo(ShowTarget.CATALOGS);
        assertThat(show("SHOW TABLES FROM c.d LIKE 'a%'").pattern()).contains(new NamePattern("a%", false));
        assertThat(show("SHOW VIEWS NOT ILIKE 'a%'").pattern()).contains(new NamePattern("a%", true));
        assertThat(show("SHOW FULL MODULES").target()).isEqualTo(ShowTarget.FULL_MODULES);
        assertThat(show("SHOW CREATE CATALOG c").of().orElseThrow().simple()).isEqualTo("c");
        assertThat(show("SHOW TABLES IN c.d").of().orElseThrow().parts()).containsExactly("c", "d");
        assertThat(show("SHOW PARTITIONS t PARTITION (a = 'x')").partition()).hasSize(1);
        assertThat(show("SHOW COLUMNS FROM t").of().orElseThrow().simple()).isEqualTo("t");
        assertThat(show("SHOW CREATE TABLE t").target()).isEqualTo(ShowTarget.CREATE_TABLE);
        assertThat(show("SHOW CURRENT DATABASE").target()).isEqualTo(ShowTarget.CURRENT_DATABASE);
        for (ShowTarget target :
                List.of(ShowTarget.DATABASES, ShowTarget.VIEWS, ShowTarget.FUNCTIONS, ShowTarget.JOBS)) {
            assertThat(show("show " + target.name().toLowerCase(java.util.Locale.ROOT))
                            .target())
                    .isEqualTo(target);
        }
        assertThat(((Statement.DescribeTable) one("DESC EXTENDED a.b")).extended())
                .isTrue();
        assertThat(((Statement.DescribeTable) one("DESCRIBE extended")).extended())
                .isFalse();
        assertThat(((Statement.DescribeDatabase) one("DESCRIBE DATABASE d"))
                        .database()
                        .simple())
                .isEqualTo("d");
        assertThat(((Statement.UseCatalog) one("USE CATALOG c")).catalog().simple())
                .isEqualTo("c");
        assertThat(((Statement.UseDatabase) one("USE c.d")).database().parts()).containsExactly("c", "d");
    }

    @Test
    void explainHoldsItsStatement() {
        assertThat(((Statement.Explain) one("EXPLAIN PLAN FOR SELECT 1"))
                        .statement()
                        .kind())
                .isEqualTo(StatementKind.QUERY);
        Statement.Explain explain =
                (Statement.Explain) one("EXPLAIN ESTIMATED_COST, CHANGELOG_MODE INSERT INTO t SELECT 1");
        assertThat(explain.details()).containsExactly(ExplainDetail.ESTIMATED_COST, ExplainDetail.CHANGELOG_MODE);
        assertThat(explain.statement().kind()).isEqualTo(StatementKind.INSERT);
    }

    @Test
    void viewsDatabasesAndCatalogsAreCreatedAndDropped() {
        Statement.CreateView view = (Statement.CreateView)
                one("CREATE OR REPLACE TEMPORARY VIEW IF NOT EXISTS v (a, b) COMMENT 'c' AS SELECT 1, 2 ORDER BY 1");
        assertThat(view.temporary() && view.orReplace() && view.ifNotExists()).isTrue();
        assertThat(view.columns()).containsExactly("a", "b");
        assertThat(view.query().text()).isEqualTo("SELECT 1, 2 ORDER BY 1");
        Statement.CreateDatabase database = (Statement.CreateDatabase)
                one("CREATE DATABASE IF NOT EXISTS d COMMENT 'c' LOCATION '/x' WITH DBPROPERTIES ('k' = 'v')");
        assertThat(database.location()).contains("/x");
        assertThat(database.properties()).containsEntry("k", "v");
        Statement.CreateCatalog catalog =
                (Statement.CreateCatalog) one("CREATE CATALOG h WITH ('type' = 'hive', metastore.uris = 'thrift://x')");
        assertThat(catalog.options())
                .containsEntry("metastore.uris", "thrift://x")
                .containsEntry("type", "hive");
        assertThat(((Statement.DropTable) one("DROP TABLE IF EXISTS a.b")).ifExists())
                .isTrue();
        assertThat(((Statement.DropView) one("DROP TEMPORARY VIEW v")).temporary())
                .isTrue();
        assertThat(((Statement.DropDatabase) one("DROP DATABASE d CASCADE")).cascade())
                .isTrue();
        assertThat(one("DROP CATALOG c").kind()).isEqualTo(StatementKind.DROP_CATALOG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; -- END;\n INSERT INTO b SELECT 'END;'; END",
                "begin statement set;\nINSERT INTO a SELECT 1;\nINSERT INTO b SELECT 2;\nend",
                "EXECUTE STATEMENT SET BEGIN FROM t INSERT INTO a SELECT x WHERE x > 1 INSERT INTO b SELECT y; END",
                "FROM t INSERT INTO a SELECT x WHERE x > 1 INSERT OVERWRITE TABLE b SELECT y"
            })
    void statementSetIsOneStatement(String sql) {
        for (String script : List.of(sql, sql + ";", "EXPLAIN " + sql)) {
            List<ParsedStatement> statements = StatementParser.parseScript("SELECT 1;\n" + script + " ;\nSELECT 2");
            assertThat(statements).hasSize(3);
            Statement statement = statements.get(1).statement();
            Statement inner = statement instanceof Statement.Explain explain ? explain.statement() : statement;
            assertThat(((Statement.StatementSet) inner).inserts())
                    .extracting(insert -> insert.table().simple())
                    .containsExactly("a", "b");
        }
    }

    private static Statement.Show show(String sql) {
        return (Statement.Show) one(sql);
    }

    private static Statement one(String sql) {
        List<ParsedStatement> statements = StatementParser.parseScript(sql);
        assertThat(statements).hasSize(1);
        return statements.get(0).statement();
    }
}
