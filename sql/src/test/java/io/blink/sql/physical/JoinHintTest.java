package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import org.junit.jupiter.api.Test;

/** What users are told about hints; what hints do stands in the plans {@code hint_*}. */
class JoinHintTest {
    private static final String JOIN =
            " */ s.s_state FROM store_sales ss JOIN store s ON ss.ss_store_sk = s.s_store_sk";

    @Test
    void hintForTableThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> PlannedTables.plan("SELECT /*+ BROADCAST(store)" + JOIN))
                .isInstanceOf(BlinkException.class)
                .hasMessage(
                        "Line 1, column 8: The hint BROADCAST(store) names no table of its FROM, which has [ss, s]");
    }

    @Test
    void hintOfOuterQueryDoesNotReachInside() {
        assertThatThrownBy(
                        () -> PlannedTables.plan(
                                "SELECT /*+ BROADCAST(s) */ q.s_state FROM (SELECT s_state FROM store s) q JOIN item i ON TRUE"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("BROADCAST(s) names no table");
    }

    @Test
    void hintWithoutTableIsAnError() {
        assertThatThrownBy(() -> PlannedTables.plan("SELECT /*+ MERGE" + JOIN))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("The hint MERGE names no table; write MERGE(t)");
    }

    @Test
    void unknownHintIsPassedOverWithNotice() {
        assertThat(PlannedTables.plan("SELECT /*+ BROADCATS(s)" + JOIN).notices())
                .containsExactly("There is no hint BROADCATS; it is passed over; did you mean 'BROADCAST'?");
    }

    @Test
    void hintsAboutPartitionsHaveNoEffect() {
        assertThat(PlannedTables.plan("SELECT /*+ REPARTITION(8), BROADCAST(s)" + JOIN)
                        .notices())
                .containsExactly("The hint REPARTITION has no effect here.");
    }

    @Test
    void outerSideOfLeftJoinIsNotBroadcast() {
        assertThat(PlannedTables.plan("SELECT /*+ BROADCAST(ss) */ s.s_state FROM store_sales ss LEFT JOIN store s"
                                + " ON ss.ss_store_sk = s.s_store_sk")
                        .notices())
                .containsExactly(
                        "The hint BROADCAST(ss) is not obeyed: the left side of this LEFT join cannot take that part.");
    }

    @Test
    void obeyedHintsAreNotMentioned() {
        assertThat(PlannedTables.plan("SELECT /*+ BROADCAST(s), shuffle_hash(ss)" + JOIN)
                        .notices())
                .isEmpty();
    }
}
