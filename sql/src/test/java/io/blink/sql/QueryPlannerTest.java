package io.blink.sql;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryPlannerTest {
    @Test
    void preparationNeedsNoCatalogAndNoConnector() {
        assertThatCode(() -> QueryPlanner.prepare(new Connectors(
                        List.of(), FileSystems.load(QueryPlannerTest.class.getClassLoader(), Configuration.empty()))))
                .doesNotThrowAnyException();
    }
}
