package io.blink.kafka;

import io.blink.core.config.ConfigOption;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.formats.record.RecordFormats;
import io.blink.kafka.table.RecordMetadata;
import java.util.List;
import java.util.Map;

/** Makes the {@code kafka} connector: topics whose records are rows, one after the other. */
public final class KafkaConnectorFactory implements ConnectorFactory {
    public static final String NAME = "kafka";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        return KafkaOptions.append();
    }

    @Override
    public Map<String, DataType> metadataColumns() {
        Map<String, DataType> types = RecordMetadata.types();
        RecordFormats.metadata().forEach((key, type) -> types.put(KafkaOptions.VALUE_PREFIX + key, type));
        return types;
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new KafkaConnector(NAME, false);
    }
}
