package io.blink.kafka;

import io.blink.core.config.ConfigOption;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.kafka.table.RecordMetadata;
import java.util.List;
import java.util.Map;

/** Makes the {@code upsert-kafka} connector: topics whose records replace the one before of the same key, and without a value remove it. */
public final class UpsertKafkaConnectorFactory implements ConnectorFactory {
    public static final String NAME = "upsert-kafka";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        return KafkaOptions.upsert();
    }

    @Override
    public Map<String, DataType> metadataColumns() {
        return RecordMetadata.types();
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new KafkaConnector(NAME, true);
    }
}
