package io.blink.benchmarks.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.benchmarks.suite.Query;
import io.blink.benchmarks.suite.Suite;
import io.blink.benchmarks.suite.Suites;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans of all queries of TPC-DS and TPC-H over tables of scale 1, in {@code src/test/resources/plans}. Run with
 * {@code -Dtest.jvm.extra=-Dplans.write=true} to write what the planner makes now, and look at the difference. The statistics beside them were written by
 * {@code bin/bench statistics}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenPlansTest {
    private static final Path SOURCES = Path.of("src/test/resources/plans");

    static Stream<Arguments> queries() {
        return Stream.of("tpcds", "tpch").flatMap(name -> {
            Suite suite = Suites.named(name, 1);
            KnownTables tables = new KnownTables(suite, KnownStatistics.read(lines(name + ".statistics")));
            return suite.queries().stream()
                    .map(query -> Arguments.argumentSet(name + " " + query.id(), tables, name, query));
        });
    }

    @ParameterizedTest
    @MethodSource("queries")
    void plansStayAsTheyWereReviewed(KnownTables tables, String suite, Query query) throws IOException {
        String actual = tables.plan(query.text());
        String file = suite + "/" + query.id() + ".txt";
        if (Boolean.getBoolean("plans.write")) {
            Files.createDirectories(SOURCES.resolve(suite));
            Files.writeString(SOURCES.resolve(file), actual);
        } else {
            assertThat(actual.lines())
                    .as(
                            "the plan of %s; where the change is meant, -Dtest.jvm.extra=-Dplans.write=true writes it",
                            file)
                    .containsExactlyElementsOf(lines(file));
        }
    }

    private static List<String> lines(String file) {
        try (InputStream in = GoldenPlansTest.class.getResourceAsStream("/plans/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
