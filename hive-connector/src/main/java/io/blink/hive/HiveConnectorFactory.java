package io.blink.hive;

import io.blink.core.config.ConfigOption;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.FileFormats;
import io.blink.hive.catalog.HiveTables;
import io.blink.hive.metastore.MetastoreClients;
import java.util.ArrayList;
import java.util.List;

/** {@code 'connector' = 'hive'}: the tables of a Hive catalog. */
public final class HiveConnectorFactory implements ConnectorFactory {
    @Override
    public String name() {
        return HiveTables.CONNECTOR;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        List<ConfigOption<?>> options = new ArrayList<>(HiveTableOptions.all());
        FileFormats.all().forEach(format -> options.addAll(format.options()));
        return options;
    }

    @Override
    public List<ConfigOption<?>> internalOptions() {
        return List.of(HiveTableOptions.METASTORE);
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new HiveConnector(fileSystems, MetastoreClients.overThrift());
    }
}
