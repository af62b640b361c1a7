package io.blink.runtime.transport;

import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.PartitionKey;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections of this process to others' data ports, one a peer, made when first needed and again when broken. Safe on any thread; nothing blocks. */
final class PeerConnections implements RemoteChannels {
    /** A data port. */
    record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private final EventLoopGroup eventLoops;
    private final ApplicationSecret secret;
    private final String ownHost;
    private final long channelBytes;
    private final Duration connectTimeout;
    private final Duration idleTimeout;
    private final AtomicInteger channelNumbers = new AtomicInteger();
    private final Map<Address, PeerConnection> connections = new HashMap<>();
    private boolean closed;

    /** @param ownHost frames from other hosts than this are compressed */
    PeerConnections(
            EventLoopGroup eventLoops,
            ApplicationSecret secret,
            String ownHost,
            long channelBytes,
            Duration connectTimeout,
            Duration idleTimeout) {
        this.eventLoops = eventLoops;
        this.secret = secret;
        this.ownHost = ownHost;
        this.channelBytes = channelBytes;
        this.connectTimeout = connectTimeout;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public BatchChannel open(
            ProducerLocation producer, PartitionKey key, boolean blocking, int firstBucket, int bucketCount) {
        Protocol.Open wish = new Protocol.Open(
                channelNumbers.incrementAndGet(),
                key,
                blocking,
                firstBucket,
                bucketCount,
                0,
                channelBytes,
                !producer.getDataHost().equals(ownHost));
        RemoteChannel channel =
                new RemoteChannel(this, new Address(producer.getDataHost(), producer.getDataPort()), wish);
        channel.open();
        return channel;
    }

    /** The live connection to a peer, or a new one that is being made. */
    synchronized PeerConnection connect(Address address) {
        PeerConnection connection = connections.get(address);
        if (connection == null || connection.isBroken()) {
            connection = new PeerConnection(secret, address);
            connections.put(address, connection);
            if (closed) {
                connection.fail("is not asked any more: this process ends", null);
            } else {
                start(connection, address);
            }
        }
        return connection;
    }

    private void start(PeerConnection connection, Address address) {
        ChannelFuture connected = new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(DataServer.idleness(idleTimeout))
                                .addLast(DataServer.messages())
                                .addLast(connection);
                    }
                })
                .connect(new InetSocketAddress(address.host(), address.port()));
        connected.addListener(future -> {
            if (!future.isSuccess()) {
                connection.fail("does not answer: " + future.cause().getMessage(), future.cause());
            }
        });
    }

    void later(Runnable call, long delayNanos) {
        eventLoops.schedule(call, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        List<PeerConnection> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(connections.values());
            connections.clear();
        }
        open.forEach(connection -> connection.fail("is no longer wanted", null));
    }
}
