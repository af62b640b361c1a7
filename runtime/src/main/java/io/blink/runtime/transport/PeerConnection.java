package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.exchange.Element;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FastDecompressor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer's side of one connection, shared by all channels to that peer. Its public methods come on any thread and are carried out on the event loop, in order; wishes
 * that come before the peer has proved itself wait.
 */
final class PeerConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

    private final ApplicationSecret secret;
    private final PeerConnections.Address address;
    private final byte[] nonce = ApplicationSecret.nonce();
    private final LZ4FastDecompressor decompressor =
            LZ4Factory.fastestInstance().fastDecompressor();
    private final Map<Integer, RemoteChannel.Receiver> receivers = new HashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private byte[] peerNonce;
    private boolean authenticated;
    private volatile BlinkException broken;
    private volatile Channel channel;

    PeerConnection(ApplicationSecret secret, PeerConnections.Address address) {
        this.secret = secret;
        this.address = address;
    }

    /** Whether no new channel should be opened here. */
    synchronized boolean isBroken() {
        return broken != null;
    }

    void open(RemoteChannel.Receiver receiver, Protocol.Open open) {
        boolean usable;
        synchronized (this) {
            usable = broken == null;
            if (usable) {
                receivers.put(open.channel(), receiver);
            }
        }
        if (usable) {
            whenReady(() -> channel.writeAndFlush(Protocol.open(channel.alloc(), open)));
        } else {
            receiver.disconnected(broken);
        }
    }

    void grant(int channelNumber, long bytes) {
        whenReady(() -> channel.writeAndFlush(Protocol.credit(channel.alloc(), channelNumber, bytes)));
    }

    void closeChannel(int channelNumber) {
        boolean known;
        synchronized (this) {
            known = receivers.remove(channelNumber) != null;
        }
        if (known) {
            whenReady(() -> channel.writeAndFlush(Protocol.ofChannel(channel.alloc(), Protocol.CLOSE, channelNumber)));
        }
    }

    /** Runs on the event loop once the peer has proved itself; never if the connection breaks before. */
    private void whenReady(Runnable call) {
        synchronized (this) {
            if (broken != null) {
                return;
            }
            if (!authenticated) {
                waiting.add(call);
                return;
            }
        }
        channel.eventLoop().execute(call);
    }

    /** Any thread: the connection was not made, or has ended. Its channels are told. */
    void fail(String reason, Throwable cause) {
        List<RemoteChannel.Receiver> told;
        synchronized (this) {
            if (broken != null) {
                return;
            }
            broken = new BlinkException(
                    RuntimeErrorCode.CONNECTION_FAILED, "The data port " + address + " " + reason + ".", cause);
            told = List.copyOf(receivers.values());
            receivers.clear();
            waiting.clear();
        }
        if (channel != null) {
            channel.close();
        }
        told.forEach(receiver -> receiver.disconnected(broken));
    }

    private synchronized RemoteChannel.Receiver receiver(int channelNumber) {
        return receivers.get(channelNumber);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        int type = message.readByte();
        if (!authenticated) {
            authenticate(context, type, message);
            return;
        }
        if (type == Protocol.ALIVE) {
            return;
        }
        RemoteChannel.Receiver receiver = receiver(message.readInt());
        if (receiver == null) {
            return;
        }
        switch (type) {
            case Protocol.FRAME -> receiver.arrived(Element.Rows.ofFrame(frame(message)));
            case Protocol.WATERMARK -> receiver.arrived(new Element.Watermark(message.readLong()));
            case Protocol.IDLE -> receiver.arrived(Element.idle());
            case Protocol.BARRIER ->
                receiver.arrived(new Element.Barrier(
                        message.readLong(), message.readLong(), message.readBoolean(), message.readBoolean()));
            case Protocol.END -> receiver.arrived(Element.end());
            case Protocol.FAILURE -> receiver.failed(Protocol.readFailure(message));
            default -> throw Protocol.violation("a producer sent a message of type " + type);
        }
    }

    private byte[] frame(ByteBuf message) {
        boolean compressed = message.readBoolean();
        int length = message.readInt();
        byte[] bytes = Protocol.readBytes(message, message.readableBytes());
        if (!compressed) {
            return bytes;
        }
        // LZ4 expands at most 255-fold, so a damaged length cannot make this process allocate at will.
        if (length < 0 || length > 255L * bytes.length + 64) {
            throw Protocol.violation("a block of " + bytes.length + " bytes states " + length);
        }
        byte[] frame = new byte[length];
        try {
            decompressor.decompress(bytes, 0, frame, 0, length);
        } catch (LZ4Exception e) {
            throw Protocol.violation("a compressed frame cannot be read: " + e.getMessage());
        }
        return frame;
    }

    private void authenticate(ChannelHandlerContext context, int type, ByteBuf message) {
        if (type == Protocol.CHALLENGE && peerNonce == null) {
            int version = message.readInt();
            if (version != Protocol.VERSION) {
                throw Protocol.violation("the peer speaks version " + version);
            }
            peerNonce = Protocol.readBytes(message, ApplicationSecret.NONCE_BYTES);
            context.writeAndFlush(Protocol.message(
                            context.alloc(),
                            Protocol.AUTHENTICATE,
                            ApplicationSecret.NONCE_BYTES + ApplicationSecret.PROOF_BYTES)
                    .writeBytes(nonce)
                    .writeBytes(secret.proof(Protocol.CONSUMER, peerNonce, nonce)));
        } else if (type == Protocol.AUTHENTICATED && peerNonce != null) {
            byte[] proof = Protocol.readBytes(message, ApplicationSecret.PROOF_BYTES);
            if (!secret.accepts(proof, Protocol.PRODUCER, nonce, peerNonce)) {
                throw new BlinkException(
                        RuntimeErrorCode.AUTHENTICATION_FAILED,
                        "The data port " + address + " does not know the application's secret.");
            }
            ready();
        } else if (type != Protocol.ALIVE) {
            throw Protocol.violation("a message of type " + type + " came before authentication");
        }
    }

    private void ready() {
        List<Runnable> calls;
        synchronized (this) {
            authenticated = true;
            calls = List.copyOf(waiting);
            waiting.clear();
        }
        calls.forEach(Runnable::run);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE) {
                fail("is silent", null);
                context.close();
            } else if (authenticated) {
                context.writeAndFlush(Protocol.message(context.alloc(), Protocol.ALIVE, 0));
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(
                authenticated
                        ? "closed the connection"
                        : "closed the connection before the application's secret was proved",
                null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("The connection to {} failed: {}", address, cause.toString());
        fail("failed: " + cause.getMessage(), cause);
        context.close();
    }
}
