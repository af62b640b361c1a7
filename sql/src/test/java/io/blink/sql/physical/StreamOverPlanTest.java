package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.StreamOver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamOverPlanTest {
    private static List<StreamOver> overs(String sql) {
        return PlannedTables.plan(sql).graph().vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .map(node -> node.spec())
                .filter(spec -> spec instanceof OperatorSpec.StreamOver)
                .map(spec -> (StreamOver) spec)
                .toList();
    }

    @Test
    void rowsInTheOrderOfTimeAreAnsweredAsTheyCome() {
        List<StreamOver> overs =
                overs("SELECT k, SUM(v) OVER (PARTITION BY k ORDER BY ts), " + "LAG(v) OVER (ORDER BY ts) FROM clicks");
        assertThat(overs).hasSize(2).allMatch(StreamOver::eventTime);
        assertThat(
                        overs(
                                "SELECT SUM(v) OVER (PARTITION BY k ORDER BY at) FROM (SELECT k, v, PROCTIME() AS at FROM clicks)"))
                .singleElement()
                .matches(over -> !over.eventTime());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUM(v) OVER (PARTITION BY k ORDER BY v) | order of time",
                "SUM(v) OVER (PARTITION BY k) | order of time",
                "SUM(v) OVER (ORDER BY ts DESC) | order of time",
                "LEAD(v) OVER (ORDER BY ts) | LEAD",
                "SUM(v) OVER (ORDER BY ts ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) | does not end at the current row",
                "COUNT(DISTINCT v) OVER (ORDER BY ts) | PRECEDING"
            })
    void whatDependsOnLaterRowsIsRefusedWithTheReason(String call, String reason) {
        assertThatThrownBy(() -> PlannedTables.plan("SELECT " + call + " FROM clicks"))
                .isInstanceOf(BlinkException.class)
                .hasMessageStartingWith("OVER is not supported in a streaming job: ")
                .hasMessageContaining(reason);
    }

    @Test
    void rowsThatChangeHaveNoPlaceInAnOrderOfTime() {
        assertThatThrownBy(
                        () -> PlannedTables.plan(
                                "SELECT k, SUM(n) OVER (ORDER BY at) FROM (SELECT k, COUNT(*) AS n, PROCTIME() AS at FROM clicks GROUP BY k)"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("updates or deletes rows");
    }
}
