package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WindowFiring;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiringWindowPlanTest {
    private static final Configuration EARLY = Configuration.empty().with("table.exec.emit.early-fire.enabled", "true");
    private static final String COUNTS =
            "SELECT k, count(*) AS n FROM clicks GROUP BY k, TUMBLE(ts, INTERVAL '1' MINUTE)";

    private static List<OperatorSpec.FiringWindowAggregate> windows(String sql, Configuration settings) {
        return PlannedTables.plan(sql, settings).graph().vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof OperatorSpec.FiringWindowAggregate)
                .map(node -> (OperatorSpec.FiringWindowAggregate) node.spec())
                .toList();
    }

    @Test
    void delaysCountOnlyWhereFiringIsEnabled() {
        Configuration delayed = Configuration.empty()
                .with("table.exec.emit.early-fire.delay", "2 s")
                .with("table.exec.emit.late-fire.delay", "3 s");
        assertThat(windows(COUNTS, delayed)).isEmpty();
        assertThat(windows(COUNTS, delayed.with("table.exec.emit.early-fire.enabled", "true")))
                .singleElement()
                .satisfies(window -> assertThat(window.firing()).isEqualTo(new WindowFiring(2_000, 0, 0)));
        Configuration late = delayed.with("table.exec.emit.late-fire.enabled", "true");
        assertThat(windows(COUNTS, late)).isEmpty();
        assertThat(windows(COUNTS, late.with("table.exec.emit.allow-lateness", "5 s")))
                .singleElement()
                .satisfies(window ->
                        assertThat(window.firing()).isEqualTo(new WindowFiring(WindowFiring.NOT_EARLY, 3_000, 5_000)));
    }

    @Test
    void oldResultsComeOnlyWhereGroupAndWindowDoNotTellWhatChanged() {
        Configuration bounded = EARLY.with("execution.runtime-mode", "streaming");
        String windows = "SELECT k, %s, count(*) AS n FROM TABLE(%s, INTERVAL '10' MINUTE)) GROUP BY k,"
                + " window_start, window_end";
        String tumble = "TUMBLE(TABLE past_clicks, DESCRIPTOR(ts)";
        String cumulate = "CUMULATE(TABLE past_clicks, DESCRIPTOR(ts), INTERVAL '1' MINUTE";
        assertBefore(windows.formatted("window_start", tumble), bounded, false);
        assertBefore(windows.formatted("window_end", cumulate), bounded, false);
        assertBefore(windows.formatted("window_start", cumulate), bounded, true);
        assertBefore("SELECT n, count(*) FROM (" + COUNTS + ") GROUP BY n", EARLY, true);
    }

    private static void assertBefore(String sql, Configuration settings, boolean emitted) {
        assertThat(windows(sql, settings)).singleElement().satisfies(window -> assertThat(window.emitsUpdateBefore())
                .as(sql)
                .isEqualTo(emitted));
    }

    @Test
    void aBatchTakesNoNotice() {
        assertThat(windows(COUNTS, EARLY.with("execution.runtime-mode", "batch")))
                .isEmpty();
    }

    @Test
    void sessionsAreKnownByTheirGroupAndEitherBound() {
        String sessions = COUNTS.replace("TUMBLE(TABLE clicks,", "SESSION(TABLE clicks PARTITION BY k,");
        assertThat(windows(sessions, EARLY)).singleElement().satisfies(window -> assertThat(window.groupKeys())
                .hasSize(1));
        Configuration bounded = EARLY.with("execution.runtime-mode", "streaming");
        String some = "SELECT k, %s, count(*) AS n FROM TABLE(SESSION(TABLE past_clicks PARTITION BY k, DESCRIPTOR(ts),"
                + " INTERVAL '10' MINUTE)) GROUP BY k, window_start, window_end";
        assertBefore(some.formatted("window_start"), bounded, false);
        assertBefore(some.formatted("window_end"), bounded, false);
        assertBefore(some.formatted("1"), bounded, true);
    }

    @Test
    void sessionsHaveAggregatesThatKnowTheirArguments() {
        for (String aggregate : List.of("count(DISTINCT v)", "PERCENTILE(v, 0.5)")) {
            String sessions = COUNTS.replace("TUMBLE", "SESSION").replace("count(*)", aggregate);
            assertThat(windows(sessions, EARLY)).singleElement().matches(window -> !window.retracts());
        }
    }

    @Test
    void windowsOfResultsThatChangeTakeThemBack() {
        String windowTime = "SELECT k, count(*) AS n, window_time FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts),"
                + " INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end, window_time";
        String sums = "SELECT sum(n) FROM (" + windowTime + ") GROUP BY TUMBLE(window_time, INTERVAL '1' HOUR)";
        assertThat(windows(sums, EARLY))
                .extracting(OperatorSpec.FiringWindowAggregate::retracts)
                .containsExactly(false, true);
        assertThat(windows(COUNTS.replace("count(*)", "PERCENTILE(v, 0.5)"), EARLY))
                .extracting(OperatorSpec.FiringWindowAggregate::retracts)
                .containsExactly(true);
    }
}
