package io.blink.sql.physical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.PlanJson;
import io.blink.sql.PlannedStatement;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans in {@code src/test/resources/plans}: a statement, a line of hyphens, its job. Run with {@code -Dtest.jvm.extra=-Dplans.write=true} to write what
 * the planner makes now, and look at the difference.
 */
class JobPlanTest {
    private static final String SEPARATOR = "\n----\n";

    static Stream<Path> plans() throws IOException, URISyntaxException {
        URL folder = JobPlanTest.class.getResource("/plans");
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void jobsStayAsTheyWereReviewed(Path file) throws IOException {
        String[] parts = Files.readString(file).split(SEPARATOR, 2);
        PlannedStatement planned = PlannedTables.plan(parts[0], settings(parts[0]));
        String actual = planned.explainJob();
        if (Boolean.getBoolean("plans.write")) {
            Files.writeString(
                    Path.of("src/test/resources/plans").resolve(file.getFileName()),
                    parts[0].strip() + SEPARATOR + actual);
        } else {
            assertThat(actual).isEqualTo(parts[1]);
        }
        JobGraph again = PlanJson.readJobGraph(PlanJson.write(planned.graph()));
        assertThat(again).isEqualTo(planned.graph());
    }

    /** {@code -- SET key = value} in a comment. */
    private static Configuration settings(String sql) {
        Configuration settings = Configuration.empty();
        for (String line : sql.lines().toList()) {
            if (line.startsWith("-- SET ")) {
                String[] setting = line.substring("-- SET ".length()).split("=", 2);
                settings = settings.with(setting[0].strip(), setting[1].strip());
            }
        }
        return settings;
    }
}
