package io.blink.core.spi.connector;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connectors of a process by name, made on first use. Safe on any thread. */
public final class Connectors implements AutoCloseable {
    private final Map<String, ConnectorFactory> factories;
    private final Map<String, Connector> open = new ConcurrentHashMap<>();
    private final FileSystems fileSystems;

    public Connectors(Iterable<ConnectorFactory> factories, FileSystems fileSystems) {
        this.fileSystems = fileSystems;
        this.factories = Plugins.byName("connector", factories, ConnectorFactory::name);
    }

    /** With the factories that {@code loader} finds. */
    public static Connectors load(ClassLoader loader, FileSystems fileSystems) {
        return load(Plugins.none(loader), fileSystems);
    }

    public static Connectors load(Plugins plugins, FileSystems fileSystems) {
        return new Connectors(plugins.services(ConnectorFactory.class), fileSystems);
    }

    public Set<String> names() {
        return factories.keySet();
    }

    /** The factory of that name, or an error that names the nearest. */
    public ConnectorFactory factory(String name) {
        ConnectorFactory factory = factories.get(name);
        if (factory == null) {
            throw new BlinkException(
                    CoreErrorCode.CONNECTOR_NOT_FOUND,
                    "No connector '" + name + "': there are " + factories.keySet() + "."
                            + NearestName.hint(name, factories.keySet()));
        }
        return factory;
    }

    public Connector get(String name) {
        ConnectorFactory factory = factory(name);
        return open.computeIfAbsent(factory.name(), ignored -> factory.create(fileSystems));
    }

    @Override
    public void close() {
        open.values().forEach(Connector::close);
        open.clear();
    }
}
