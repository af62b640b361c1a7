package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainedStateTest {
    private static final String NO_BOUND = "number unknown, kept for ever: set table.exec.state.ttl to bound that";

    private static List<String> states(String sql, Configuration settings) {
        return PlannedTables.plan(sql, settings)
                .explain()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("state: "))
                .toList();
    }

    private static List<String> states(String sql) {
        return states(sql, Configuration.empty());
    }

    @Test
    void groupsAreKeptForEverUnlessTheyHaveATimeToLive() {
        String sql = "SELECT k, count(*), sum(v) FROM clicks GROUP BY k";
        assertThat(states(sql)).containsExactly("state: groups, about 52 B each, " + NO_BOUND);
        assertThat(states(sql, Configuration.empty().with("table.exec.state.ttl", "90 min")))
                .containsExactly(
                        "state: groups, about 52 B each, number unknown, kept until they did not change for 90 min");
    }

    @Test
    void valuesThatAggregatesHoldAreNamed() {
        assertThat(states("SELECT k, count(DISTINCT v), count(DISTINCT v) FILTER (WHERE v > 1) FROM clicks GROUP BY k"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("state: different values of each group for COUNT(v), about 52 B each, number unknown");
        assertThat(states("SELECT max(n) FROM (SELECT k, count(*) AS n FROM clicks GROUP BY k)"))
                .anySatisfy(line -> assertThat(line).startsWith("state: one group, about 36 B each, about 1: 36 B"))
                .anySatisfy(line -> assertThat(line).startsWith("state: different values of each group for MAX(n)"));
    }

    @Test
    void bothSidesOfAJoinAreKept() {
        assertThat(states("SELECT a.v FROM clicks AS a JOIN unmarked AS b ON a.k = b.k"))
                .containsExactly(
                        "state: left rows, about 52 B each, " + NO_BOUND,
                        "state: right rows, about 44 B each, " + NO_BOUND);
    }

    @Test
    void rowsOfAnIntervalJoinGoWithTheWatermark() {
        assertThat(states("SELECT a.v FROM clicks AS a JOIN clicks AS b ON a.k = b.k"
                        + " AND a.ts BETWEEN b.ts - INTERVAL '10' SECOND AND b.ts + INTERVAL '1' HOUR"))
                .containsExactly(
                        "state: left rows, about 52 B each, number unknown, kept until the watermark is 10 s ahead of them",
                        "state: right rows, about 44 B each, number unknown, kept until the watermark is 1 h ahead of them");
    }

    @Test
    void rowsOfAnIntervalJoinByTheClockGoWithTheClock() {
        String now = "(SELECT k, PROCTIME() AS now FROM clicks)";
        assertThat(states("SELECT a.k FROM " + now + " AS a JOIN " + now + " AS b ON a.k = b.k"
                        + " AND a.now BETWEEN b.now - INTERVAL '10' SECOND AND b.now"))
                .containsExactly(
                        "state: left rows, about 44 B each, number unknown, kept until the clock is 10 s ahead of them",
                        "state: right rows, about 44 B each, number unknown, kept until the clock passes them");
    }

    /** Rows that are taken back ask for versions that have ended. */
    @Test
    void versionsStayWhereRowsOfTheirTimeMayChange() {
        String sql =
                "WITH latest AS (SELECT k, v, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS n FROM clicks)"
                        + " WHERE n = 1) SELECT c.v, l.v FROM %s AS c JOIN latest FOR SYSTEM_TIME AS OF c.ts AS l ON c.k = l.k";
        String best =
                "(SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM clicks) WHERE n = 1)";
        String versions = "state: right versions, about 52 B each, number unknown, kept ";
        assertThat(states(sql.formatted("clicks")))
                .contains(versions + "until a later one has passed, the last of each key for ever");
        assertThat(states(sql.formatted(best))).contains(versions + "for ever: set table.exec.state.ttl to bound that");
        assertThat(states(sql.formatted(best), Configuration.empty().with("table.exec.state.ttl", "1 d")))
                .contains(versions + "until the watermark is 1 d ahead of a later one, the last of each key for ever");
    }

    @Test
    void windowsGoWithTheWatermark() {
        String sql = "SELECT k, count(*) FROM TABLE(%s) GROUP BY k, window_start, window_end";
        assertThat(states(sql.formatted("TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE)")))
                .containsExactly("state: groups of each window, about 52 B each, number unknown,"
                        + " kept until the watermark is 1 min ahead of them");
        assertThat(states(
                        sql.formatted("HOP(TABLE clicks, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND)")))
                .containsExactly("state: groups of each slice (5 make a window), about 52 B each, number unknown,"
                        + " kept until the watermark is 10 s ahead of them");
        Configuration late = Configuration.empty()
                .with("table.exec.emit.late-fire.enabled", "true")
                .with("table.exec.emit.allow-lateness", "30 s");
        assertThat(states(sql.formatted("TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE)"), late))
                .singleElement()
                .asString()
                .endsWith("kept until the watermark is 90 s ahead of them");
        assertThat(states("SELECT k, count(*) FROM clicks GROUP BY k, SESSION(ts, INTERVAL '5' SECOND)"))
                .singleElement()
                .asString()
                .endsWith("kept until they end: until the watermark is 5 s ahead of their last row");
    }

    @Test
    void sessionsGoWhenTheyHaveEndedAndTakeNoLateRows() {
        String sessions =
                "SELECT k, count(*) FROM TABLE(SESSION(TABLE %s PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' MINUTE))"
                        + " GROUP BY k, window_start, window_end";
        Configuration late = Configuration.empty().with("table.exec.emit.allow-lateness", "1 min");
        assertThat(states(sessions.formatted("clicks"), late))
                .containsExactly("state: sessions of each group, about 52 B each, number unknown,"
                        + " kept until they end: until the watermark is 3 min ahead of their last row");
        String best =
                "(SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM clicks) WHERE n = 1)";
        assertThat(states(sessions.replace("TABLE %s", "%s").formatted(best))).anySatisfy(line -> assertThat(line)
                .startsWith("state: rows,")
                .endsWith("kept until their session ends: until the watermark is 2 min ahead of their last row"));
    }

    @Test
    void ranksKeepNoMoreThanTheyMayEmitUnlessRowsGo() {
        String sql = "SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY %s DESC) AS rn FROM %s)"
                + " WHERE rn <= 3";
        assertThat(states(sql.formatted("v", "clicks")))
                .singleElement()
                .asString()
                .startsWith("state: at most 3 rows of each partition");
        assertThat(states(sql.formatted("s", "(SELECT v, k, sum(v) AS s FROM clicks GROUP BY v, k)")))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("state: all rows, ");
    }

    @Test
    void numbersAreThoseOfStatistics() {
        assertThat(states(
                        "SELECT k, sum(v) FROM past_clicks GROUP BY k",
                        Configuration.empty().with("execution.runtime-mode", "streaming")))
                .first()
                .asString()
                .matches("state: groups, about 44 B each, about [0-9]+: [0-9.]+ K?B, kept until the end");
    }

    @Test
    void batchesKeepNoState() {
        assertThat(states("SELECT k, sum(v) FROM past_clicks GROUP BY k")).isEmpty();
    }
}
