package io.blink.core.spi.connector;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The connectors of a process by name, made on first use. Safe on any thread. */
public final class Connectors implements AutoCloseable {
    private final Map<String, ConnectorFactory> factories = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Connector> open = new ConcurrentHashMap<>();
    private final FileSystems fileSystems;

    public Connectors(Iterable<ConnectorFactory> factories, FileSystems fileSystems) {
        this.fileSystems = fileSystems;
        factories.forEach(factory -> this.factories.put(factory.name(), factory));
    }

    /** With the factories that {@code loader} finds. */
    public static Connectors load(ClassLoader loader, FileSystems fileSystems) {
        return new Connectors(ServiceLoader.load(ConnectorFactory.class, loader), fileSystems);
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
