package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.FailedChannel;
import io.blink.runtime.exchange.PartitionRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The producer's side of one connection. On its event loop only. */
final class ServerConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final PartitionRegistry registry;
    private final ApplicationSecret secret;
    private final Executor ioExecutor;
    private final byte[] nonce = ApplicationSecret.nonce();
    private final Map<Integer, OutboundChannel> channels = new HashMap<>();
    private boolean authenticated;

    ServerConnection(PartitionRegistry registry, ApplicationSecret secret, Executor ioExecutor) {
        this.registry = registry;
        this.secret = secret;
        this.ioExecutor = ioExecutor;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(Protocol.message(context.alloc(), Protocol.CHALLENGE, 4 + nonce.length)
                .writeInt(Protocol.VERSION)
                .writeBytes(nonce));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        int type = message.readByte();
        if (!authenticated) {
            authenticate(context, type, message);
            return;
        }
        switch (type) {
            case Protocol.OPEN -> open(context, Protocol.readOpen(message));
            case Protocol.CREDIT -> {
                OutboundChannel channel = channels.get(message.readInt());
                if (channel != null) {
                    channel.addCredit(message.readLong());
                }
            }
            case Protocol.CLOSE -> {
                OutboundChannel channel = channels.remove(message.readInt());
                if (channel != null) {
                    channel.close();
                }
            }
            case Protocol.ALIVE -> {}
            default -> throw Protocol.violation("a consumer sent a message of type " + type);
        }
    }

    private void authenticate(ChannelHandlerContext context, int type, ByteBuf message) {
        if (type != Protocol.AUTHENTICATE) {
            throw Protocol.violation("a message of type " + type + " came before authentication");
        }
        byte[] consumerNonce = Protocol.readBytes(message, ApplicationSecret.NONCE_BYTES);
        byte[] proof = Protocol.readBytes(message, ApplicationSecret.PROOF_BYTES);
        if (!secret.accepts(proof, Protocol.CONSUMER, nonce, consumerNonce)) {
            LOG.warn(
                    "Refusing {}: it does not know the application's secret",
                    context.channel().remoteAddress());
            context.close();
            return;
        }
        authenticated = true;
        context.writeAndFlush(Protocol.message(context.alloc(), Protocol.AUTHENTICATED, ApplicationSecret.PROOF_BYTES)
                .writeBytes(secret.proof(Protocol.PRODUCER, consumerNonce, nonce)));
    }

    private void open(ChannelHandlerContext context, Protocol.Open open) {
        OutboundChannel channel = new OutboundChannel(context, open, source(open), this::ended);
        channels.put(open.channel(), channel);
        channel.start();
    }

    private BatchChannel source(Protocol.Open open) {
        if (!open.blocking()) {
            return registry.consume(open.key(), open.firstBucket());
        }
        return registry.partition(open.key())
                .<BatchChannel>map(partition ->
                        new LocalPartitionChannel(partition, open.firstBucket(), open.bucketCount(), ioExecutor))
                .orElseGet(() -> new FailedChannel(PartitionClient.missing(open.key())));
    }

    private void ended(int channel) {
        channels.remove(channel);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            for (OutboundChannel channel : channels.values().toArray(OutboundChannel[]::new)) {
                channel.pump();
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE) {
                LOG.warn(
                        "Closing the connection of {}: it is silent",
                        context.channel().remoteAddress());
                context.close();
            } else {
                context.writeAndFlush(Protocol.message(context.alloc(), Protocol.ALIVE, 0));
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channels.values().forEach(OutboundChannel::close);
        channels.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean known = cause instanceof BlinkException e && e.code() == RuntimeErrorCode.PROTOCOL_VIOLATION;
        LOG.warn(
                "Closing the connection of {}: {}",
                context.channel().remoteAddress(),
                cause.toString(),
                known ? null : cause);
        context.close();
    }
}
