package io.blink.session.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.session.catalog.SessionCatalogs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementCatalogsTest {
    @Test
    void thePlannerSeesWhatAnalyzeTableFound() {
        try (SessionCatalogs catalogs = new SessionCatalogs()) {
            TablePath path =
                    new TablePath(SessionCatalogs.DEFAULT_CATALOG, SessionCatalogs.DEFAULT_DATABASE, "measured");
            TableStatistics found = new TableStatistics(3, 42, Map.of());
            catalogs.putStatistics(path, found);
            assertThat(new StatementCatalogs(catalogs, null).statistics(path)).contains(found);
        }
    }
}
