package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.PlannerContext;
import io.blink.sql.Statement;
import io.blink.sql.StatementParser;
import io.blink.sql.logical.LogicalPlanner;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.TimeAttribute;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeAttributeTest {
    private static final String WINDOWS =
            "SELECT window_start, window_end, window_time, window_end - INTERVAL '1' HOUR AS earlier, PROCTIME() AS now, k "
                    + "FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, window_time, k";

    /** Of the columns of the rows that a query gives its client. */
    private static List<TimeAttribute> attributes(String sql) {
        Statement.Query query =
                (Statement.Query) StatementParser.parseScript(sql).get(0).statement();
        PlannerContext context = PlannedTables.context(Configuration.empty());
        PhysicalNode rows = JobPlanner.plan(List.of(LogicalPlanner.planQuery(query.query(), context)), sql, context)
                .operations()
                .values()
                .stream()
                .filter(operation -> operation.spec() instanceof OperatorSpec.ResultSink)
                .findFirst()
                .orElseThrow()
                .onlyInput();
        return IntStream.range(0, rows.output().size())
                .mapToObj(column -> TimeAttribute.of(rows, column))
                .toList();
    }

    @Test
    void theEndOfAWindowIsEventTimeAndItsStartIsNot() {
        assertThat(attributes(WINDOWS))
                .containsExactly(
                        TimeAttribute.NONE,
                        TimeAttribute.EVENT,
                        TimeAttribute.EVENT,
                        TimeAttribute.NONE,
                        TimeAttribute.PROCESSING,
                        TimeAttribute.NONE);
    }

    @Test
    void aTimeStaysOneThroughFiltersAndNames() {
        assertThat(
                        attributes(
                                "SELECT t AS u, t + INTERVAL '1' SECOND AS later FROM (SELECT ts AS t, v FROM clicks) WHERE v > 1"))
                .containsExactly(TimeAttribute.EVENT, TimeAttribute.NONE);
    }

    @Test
    void aTimeIsNoneBehindWhatEmitsRowsLongAfterTheyCame() {
        assertThat(attributes("SELECT a.ts, b.ts FROM clicks a JOIN clicks b ON a.k = b.k"))
                .containsExactly(TimeAttribute.NONE, TimeAttribute.NONE);
        String ranks =
                "SELECT ts, window_end FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_end ORDER BY v) AS n"
                        + " FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE))) WHERE n = 1";
        assertThat(attributes(ranks)).containsExactly(TimeAttribute.NONE, TimeAttribute.EVENT);
    }

    @Test
    void constantRowsLeaveATimeOne() {
        assertThat(attributes("SELECT ts FROM clicks UNION ALL SELECT TIMESTAMP '2024-01-01 00:00:00'"))
                .containsExactly(TimeAttribute.EVENT);
    }

    @Test
    void theGroupsOfATimeHaveIt() {
        assertThat(attributes("SELECT DISTINCT k, ts FROM clicks"))
                .containsExactly(TimeAttribute.NONE, TimeAttribute.EVENT);
    }
}
