package io.blink.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.connector.ConnectorFactory;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import org.junit.jupiter.api.Test;

class HiveServicesTest {
    @Test
    void catalogAndConnectorAreFoundByName() {
        assertThat(ServiceLoader.load(CatalogFactory.class).stream()
                        .map(Provider::get)
                        .map(CatalogFactory::type))
                .contains("hive");
        assertThat(ServiceLoader.load(ConnectorFactory.class).stream()
                        .map(Provider::get)
                        .map(ConnectorFactory::name))
                .contains("hive");
    }
}
