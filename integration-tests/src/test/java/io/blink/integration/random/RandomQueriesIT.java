package io.blink.integration.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random queries give DuckDB's rows. A problem names its seed, which {@link QueryHunt} repeats. */
class RandomQueriesIT {
    private static final int QUERIES = 100;

    @TempDir
    private Path folder;

    @Test
    void queriesOfManySeedsGiveTheRowsOfDuckDb() {
        List<String> problems = new ArrayList<>();
        try (QueryHunt hunt = new QueryHunt(1, folder)) {
            for (long seed = 1; seed <= QUERIES; seed++) {
                hunt.problem(seed).ifPresent(problems::add);
            }
            assertThat(hunt.compared()).as("queries that both ran").isGreaterThan(QUERIES / 2);
        }
        assertThat(problems).isEmpty();
    }
}
