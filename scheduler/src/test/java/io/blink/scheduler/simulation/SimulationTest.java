package io.blink.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the histories of 200 seeds. To look into one: {@code -Dblink.simulation.seed=N}. */
class SimulationTest {
    private static final int SEEDS = 200;

    @Test
    void jobsFinishExactlyOnceThroughFaults() {
        long first = Long.getLong("blink.simulation.seed", 1);
        int count = Integer.getInteger(
                "blink.simulation.seeds", System.getProperty("blink.simulation.seed") == null ? SEEDS : 1);
        List<String> decisions = new ArrayList<>();
        for (long seed = first; seed < first + count; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                simulation.run();
            } catch (SimulationViolation | RuntimeException e) {
                fail("seed " + seed + ": " + e + "\nfaults:\n  " + String.join("\n  ", simulation.faults()), e);
            }
            decisions.addAll(simulation.decisions());
            assertThat(simulation.faults()).as("faults of seed %s", seed).isNotEmpty();
            System.out.println("seed " + seed + ": " + String.join("; ", simulation.faults()));
        }
        if (count == SEEDS) {
            for (String kind : List.of(
                    "reads the whole build side",
                    "is dealt out by key",
                    "builds its probe side",
                    "is left out",
                    "share buckets")) {
                assertThat(decisions)
                        .filteredOn(decision -> decision.contains(kind))
                        .hasSizeGreaterThan(5);
            }
        }
    }
}
