package io.blink.sql.physical.sort;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.plan.SortKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SortRequirementTest {
    @Test
    void setsAreMetInAnySequenceAndDirection() {
        SortRequirement requirement = SortRequirement.of(Set.of(1, 2), List.of(up(3)));
        assertThat(requirement.isMetBy(List.of(up(2), down(1), up(3), up(4)))).isTrue();
        assertThat(requirement.isMetBy(List.of(up(2), up(3), up(1)))).isFalse();
        assertThat(requirement.isMetBy(List.of(up(1), up(2), down(3)))).isFalse();
        assertThat(requirement.isMetBy(List.of(up(1), up(2)))).isFalse();
    }

    @Test
    void oneOrderServesPartitionsWithinPartitions() {
        SortRequirement fine = SortRequirement.of(Set.of(1, 2, 3), List.of());
        SortRequirement coarse = SortRequirement.of(Set.of(2), List.of(down(3)));
        SortRequirement both = fine.and(coarse).orElseThrow();
        assertThat(both.keys(List.of())).containsExactly(up(2), down(3), up(1));
        assertThat(coarse.and(fine)).contains(both);
    }

    @Test
    void longerOrdersServeTheirBeginnings() {
        SortRequirement longer = SortRequirement.of(Set.of(1), List.of(up(2), up(3)));
        SortRequirement shorter = SortRequirement.of(Set.of(1), List.of(up(2)));
        assertThat(shorter.and(longer)).contains(longer);
        assertThat(SortRequirement.of(Set.of(), List.of()).and(longer)).contains(longer);
    }

    @Test
    void ordersThatDifferDoNotMeet() {
        SortRequirement ascending = SortRequirement.of(Set.of(1), List.of(up(2)));
        assertThat(ascending.and(SortRequirement.of(Set.of(1), List.of(down(2)))))
                .isEmpty();
        assertThat(ascending.and(SortRequirement.of(Set.of(3), List.of()))).isEmpty();
        assertThat(ascending.and(SortRequirement.of(Set.of(), List.of(up(2))))).isEmpty();
    }

    @Test
    void aKnownOrderIsKept() {
        SortRequirement requirement = SortRequirement.of(Set.of(1, 2), List.of());
        assertThat(requirement.keys(List.of(down(2), up(1), up(5)))).containsExactly(down(2), up(1));
    }

    private static SortKey up(int column) {
        return new SortKey(column, true, true);
    }

    private static SortKey down(int column) {
        return new SortKey(column, false, false);
    }
}
