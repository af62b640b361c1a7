package io.blink.sql.logical;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.sql.Statement;
import io.blink.sql.StatementParser;
import io.blink.sql.logical.translate.InsertTarget;
import io.blink.sql.logical.window.LogicalWatermark;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reviewed trees: statement and plan, one file each; {@code -Dplans.write=true} writes them anew. */
class LogicalPlanTest {
    private static final String SEPARATOR = "\n----\n";

    static Stream<Path> plans() throws IOException, URISyntaxException {
        try (Stream<Path> files =
                Files.list(Path.of(LogicalPlanTest.class.getResource("/logical").toURI()))) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void treesStayAsTheyWereReviewed(Path file) throws IOException {
        String[] parts = Files.readString(file).split(SEPARATOR, 2);
        LogicalPlan plan = StatementParser.parseScript(parts[0]).get(0).statement() instanceof Statement.Insert
                ? Planning.insert(parts[0])
                : Planning.query(parts[0]);
        String actual = RelOptUtil.toString(plan.root()).replace("\r\n", "\n");
        if (Boolean.getBoolean("plans.write")) {
            Files.writeString(
                    Path.of("src/test/resources/logical").resolve(file.getFileName()), parts[0] + SEPARATOR + actual);
        } else {
            assertThat(actual).isEqualTo(parts[1]);
        }
    }

    @Test
    void fieldsHaveTheUsersNamesAndOurTypes() {
        LogicalPlan plan = Planning.query(
                "SELECT sum(ss_quantity) AS s, avg(ss_quantity) AS a, sum(ss_ext_sales_price) AS d, avg(ss_ext_sales_price) AS e,"
                        + " stddev_samp(ss_quantity) AS f, count(*) AS n, max(ss_ext_sales_price) / 3 AS q FROM store_sales");
        assertThat(plan.fields().stream().map(field -> field.name() + " " + field.type()))
                .containsExactly(
                        "s BIGINT",
                        "a DOUBLE",
                        "d DECIMAL(38, 2)",
                        "e DECIMAL(38, 6)",
                        "f DOUBLE",
                        "n BIGINT NOT NULL",
                        "q DECIMAL(18, 13)");
        assertThat(plan.unbounded()).isFalse();
        assertThat(plan.target()).isEmpty();
    }

    @Test
    void insertKnowsItsTargetAndStaticPartition() {
        LogicalPlan plan = Planning.insert(
                "INSERT OVERWRITE sink PARTITION (DT = '2024-01-01', h) SELECT i_item_sk, i_brand, 5 FROM item");
        InsertTarget target = plan.target().orElseThrow();
        assertThat(target.overwrite()).isTrue();
        assertThat(target.staticPartition()).containsExactly(java.util.Map.entry("dt", "2024-01-01"));
        assertThat(plan.fields().stream().map(field -> field.name())).containsExactly("a", "b", "dt", "h");
    }

    @Test
    void streamIsUnboundedAndWatermarked() {
        LogicalPlan plan = Planning.query("SELECT * FROM clicks");
        assertThat(plan.unbounded()).isTrue();
        assertThat(plan.root()).isInstanceOf(LogicalWatermark.class);
        assertThat(((LogicalWatermark) plan.root()).policy().delayMicros()).isEqualTo(5_000_000);
    }
}
