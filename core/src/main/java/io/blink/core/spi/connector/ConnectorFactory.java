package io.blink.core.spi.connector;

import io.blink.core.config.ConfigOption;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;

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

    /** One connector serves all tables and jobs of a process. */
    Connector create(FileSystems fileSystems);
}
