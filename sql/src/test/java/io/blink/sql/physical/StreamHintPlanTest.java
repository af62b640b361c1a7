package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.GroupAggregate;
import io.blink.core.plan.OperatorSpec.StreamJoin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What hints say of the state of joins and groups of a stream. */
class StreamHintPlanTest {
    private static final Configuration HOUR = Configuration.empty().with("table.exec.state.ttl", "1 h");
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private static <S extends OperatorSpec> List<S> specs(String sql, Class<S> type) {
        return PlannedTables.plan(sql, HOUR).graph().vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> type.isInstance(node.spec()))
                .map(node -> type.cast(node.spec()))
                .toList();
    }

    private static Stream<Long> ttls(StreamJoin join) {
        return Stream.of(join.leftTtlMillis(), join.rightTtlMillis());
    }

    @Test
    void eachSideOfAJoinLivesAsLongAsItsHintSays() {
        String rest = "c.k, i_brand FROM clicks c JOIN item i ON c.k = i_item_sk";
        assertThat(specs("SELECT /*+ STATE_TTL('c' = '1 d', 'i' = '0 s') */ " + rest, StreamJoin.class))
                .flatExtracting(join -> ttls(join).toList())
                .containsExactly(DAY_MILLIS, 0L);
        assertThat(specs("SELECT /*+ STATE_TTL('i' = '1 d') */ " + rest, StreamJoin.class))
                .flatExtracting(join -> ttls(join).toList())
                .containsExactly(HOUR_MILLIS, DAY_MILLIS);
        assertThat(specs("SELECT " + rest, StreamJoin.class))
                .flatExtracting(join -> ttls(join).toList())
                .containsExactly(HOUR_MILLIS, HOUR_MILLIS);
    }

    @Test
    void groupsLiveAsLongAsTheHintOfTheirOwnSelectSays() {
        String inner = "SELECT /*+ STATE_TTL('clicks' = '1 d') */ k, COUNT(*) AS n FROM clicks GROUP BY k";
        assertThat(specs(inner, GroupAggregate.class))
                .extracting(GroupAggregate::stateTtlMillis)
                .containsOnly(DAY_MILLIS);
        List<GroupAggregate> nested = specs("SELECT n, COUNT(*) FROM (" + inner + ") GROUP BY n", GroupAggregate.class);
        assertThat(nested)
                .extracting(GroupAggregate::stateTtlMillis)
                .containsExactly(DAY_MILLIS, DAY_MILLIS, HOUR_MILLIS, HOUR_MILLIS);
        List<GroupAggregate> outer = specs(
                "SELECT /*+ STATE_TTL('q' = '1 d') */ n, COUNT(*) FROM (SELECT k, COUNT(*) AS n FROM clicks GROUP BY k) q GROUP BY n",
                GroupAggregate.class);
        assertThat(outer)
                .extracting(GroupAggregate::stateTtlMillis)
                .containsExactly(HOUR_MILLIS, HOUR_MILLIS, DAY_MILLIS, DAY_MILLIS);
    }

    @Test
    void aTimeThatIsNoneIsAnErrorWithItsPlace() {
        assertThatThrownBy(() -> specs("SELECT /*+ STATE_TTL('clicks' = 'long') */ k FROM clicks", StreamJoin.class))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("Line 1, column 8")
                .hasMessageContaining("'clicks' = 'long' cannot be read");
        assertThatThrownBy(() -> specs("SELECT /*+ STATE_TTL('click' = '1 d') */ k FROM clicks", StreamJoin.class))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("names no table of its FROM, which has [clicks]; did you mean 'clicks'?");
    }
}
