package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.exchange.PartitionRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Serves the partitions of this process to consumers elsewhere. Everything happens on event loops and, for files, on I/O threads. */
final class DataServer implements AutoCloseable {
    /** Bytes waiting in a socket's queue above which a connection's channels pause, and below which they go on. */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final Channel listener;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    DataServer(
            EventLoopGroup eventLoops,
            InetSocketAddress address,
            PartitionRegistry registry,
            ApplicationSecret secret,
            Duration idleTimeout,
            Executor ioExecutor) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(idleness(idleTimeout))
                                .addLast(messages())
                                .addLast(new ServerConnection(registry, secret, ioExecutor));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BlinkException(
                    RuntimeErrorCode.CONNECTION_FAILED,
                    "The data port " + address + " cannot be opened: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
    }

    static IdleStateHandler idleness(Duration timeout) {
        return new IdleStateHandler(timeout.toMillis(), timeout.toMillis() / 3, 0, TimeUnit.MILLISECONDS);
    }

    static LengthFieldBasedFrameDecoder messages() {
        return new LengthFieldBasedFrameDecoder(Protocol.MESSAGE_BYTES_MAX, 0, 4, 0, 4);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Breaks all connections, as a network would. */
    void disconnectAll() {
        connections.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        disconnectAll();
    }
}
