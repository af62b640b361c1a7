package io.blink.runtime.transport;

import io.blink.core.config.Configuration;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.exchange.PartitionRegistry;
import java.util.Map;
import java.util.concurrent.Executor;

/** Server and client sides of one worker of a test. */
public final class TestingTransport implements AutoCloseable {
    public static final ApplicationSecret SECRET = ApplicationSecret.generate();

    private final Transport transport;

    private TestingTransport(Transport transport) {
        this.transport = transport;
    }

    /** With small credits, so that they run out. */
    public static TestingTransport start(PartitionRegistry registry, Executor io) {
        return start(registry, io, SECRET, "localhost");
    }

    /** @param ownHost anything but localhost has frames compressed */
    public static TestingTransport start(
            PartitionRegistry registry, Executor io, ApplicationSecret secret, String ownHost) {
        Configuration configuration = new Configuration(Map.of(TransportOptions.CHANNEL_BYTES.key(), "1000"));
        return new TestingTransport(Transport.worker(configuration, secret, ownHost, 0, registry, io));
    }

    public int port() {
        return transport.port();
    }

    public RemoteChannels remote() {
        return transport.remote();
    }

    public void disconnectConsumers() {
        transport.disconnectConsumers();
    }

    @Override
    public void close() {
        transport.close();
    }
}
