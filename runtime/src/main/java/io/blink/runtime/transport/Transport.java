package io.blink.runtime.transport;

import io.blink.core.config.Configuration;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.exchange.PartitionRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The network side of one process: its data port, if it has one, and its connections to others. Closed with the process. */
public final class Transport implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;

    private final EventLoopGroup eventLoops;
    private final DataServer server;
    private final PeerConnections connections;

    private Transport(EventLoopGroup eventLoops, DataServer server, PeerConnections connections) {
        this.eventLoops = eventLoops;
        this.server = server;
        this.connections = connections;
    }

    /**
     * A worker's: opens a data port.
     *
     * @param ownHost by which others reach it; what comes from other hosts is compressed
     * @param port 0: any free one
     */
    public static Transport worker(
            Configuration configuration,
            ApplicationSecret secret,
            String ownHost,
            int port,
            PartitionRegistry registry,
            Executor ioExecutor) {
        EventLoopGroup eventLoops = eventLoops();
        try {
            DataServer server = new DataServer(
                    eventLoops,
                    new InetSocketAddress(port),
                    registry,
                    secret,
                    configuration.get(TransportOptions.IDLE_TIMEOUT),
                    ioExecutor);
            return new Transport(eventLoops, server, connections(configuration, secret, ownHost, eventLoops));
        } catch (RuntimeException e) {
            eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    /** A process's that only reads from others. */
    public static Transport consumer(Configuration configuration, ApplicationSecret secret, String ownHost) {
        EventLoopGroup eventLoops = eventLoops();
        return new Transport(eventLoops, null, connections(configuration, secret, ownHost, eventLoops));
    }

    private static EventLoopGroup eventLoops() {
        return new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("transport", true), NioIoHandler.newFactory());
    }

    private static PeerConnections connections(
            Configuration configuration, ApplicationSecret secret, String ownHost, EventLoopGroup eventLoops) {
        return new PeerConnections(
                eventLoops,
                secret,
                ownHost,
                configuration.get(TransportOptions.CHANNEL_BYTES).bytes(),
                configuration.get(TransportOptions.CONNECT_TIMEOUT),
                configuration.get(TransportOptions.IDLE_TIMEOUT));
    }

    /** Of the data port. */
    public int port() {
        return server.port();
    }

    public RemoteChannels remote() {
        return connections;
    }

    /** Breaks the connections of all consumers, as a network would. */
    void disconnectConsumers() {
        server.disconnectAll();
    }

    @Override
    public void close() {
        connections.close();
        if (server != null) {
            server.close();
        }
        eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
