package io.blink.core.spi.connector;

import io.blink.core.config.ConfigOption;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import java.util.List;
import java.util.Map;

/** Makes the connector of one {@code 'connector'} name. Found by {@link java.util.ServiceLoader}. */
public interface ConnectorFactory {
    /** The value of {@code 'connector'}, for example {@code filesystem}. */
    String name();

    /** The options that a table of this connector may have besides {@code connector}; unknown ones are an error when the table is created. */
    List<ConfigOption<?>> tableOptions();

    /** Options that a catalog sets and nobody writes: no part of what SHOW CREATE TABLE prints. */
    default List<ConfigOption<?>> internalOptions() {
        return List.of();
    }

    /** What its tables may have as METADATA columns, by key, with the types in which it is known. */
    default Map<String, DataType> metadataColumns() {
        return Map.of();
    }

    /** One connector serves all tables and jobs of a process. */
    Connector create(FileSystems fileSystems);
}
