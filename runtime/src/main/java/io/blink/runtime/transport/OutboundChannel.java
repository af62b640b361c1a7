package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.IntConsumer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/** One channel of a connection, producer's side: sends what its source has while there is credit and the socket takes it. On the event loop only. */
final class OutboundChannel {
    private final ChannelHandlerContext context;
    private final Protocol.Open open;
    private final BatchChannel source;
    private final IntConsumer onEnd;
    private final LZ4Compressor compressor;
    private long credit;
    private long skip;
    private boolean closed;
    private Element.Rows held;

    OutboundChannel(ChannelHandlerContext context, Protocol.Open open, BatchChannel source, IntConsumer onEnd) {
        this.context = context;
        this.open = open;
        this.source = source;
        this.onEnd = onEnd;
        this.credit = open.credit();
        this.skip = open.skip();
        this.compressor = open.compress() ? LZ4Factory.fastestInstance().fastCompressor() : null;
    }

    void start() {
        source.listener(() -> context.executor().execute(this::pump));
        pump();
    }

    void addCredit(long bytes) {
        credit += bytes;
        pump();
    }

    /** Sends what can be sent now. Control events need no credit, but never overtake a batch that waits for some. */
    void pump() {
        boolean wrote = false;
        try {
            while (!closed && context.channel().isWritable() && sendNext()) {
                wrote = true;
            }
        } catch (BlinkException e) {
            context.write(Protocol.failure(context.alloc(), open.channel(), e));
            wrote = true;
            end();
        }
        if (wrote) {
            context.flush();
        }
    }

    private boolean sendNext() {
        Element element = held == null ? source.poll() : held;
        held = null;
        if (element == null) {
            return false;
        }
        if (element instanceof Element.Rows rows) {
            return sendRows(rows);
        }
        context.write(Protocol.control(context.alloc(), open.channel(), element));
        if (element instanceof Element.End) {
            end();
        }
        return true;
    }

    private boolean sendRows(Element.Rows rows) {
        if (skip > 0) {
            skip--;
            return true;
        }
        if (credit <= 0) {
            held = rows;
            return false;
        }
        byte[] frame = rows.frame();
        credit -= frame.length;
        context.write(compressor == null ? plain(frame) : compressed(frame));
        return true;
    }

    private ByteBuf header(int contentBytes, boolean compressed, int frameBytes) {
        return context.alloc()
                .buffer(14)
                .writeInt(10 + contentBytes)
                .writeByte(Protocol.FRAME)
                .writeInt(open.channel())
                .writeBoolean(compressed)
                .writeInt(frameBytes);
    }

    private ByteBuf plain(byte[] frame) {
        return Unpooled.wrappedBuffer(header(frame.length, false, frame.length), Unpooled.wrappedBuffer(frame));
    }

    private ByteBuf compressed(byte[] frame) {
        byte[] block = new byte[compressor.maxCompressedLength(frame.length)];
        int length = compressor.compress(frame, 0, frame.length, block, 0);
        if (length >= frame.length) {
            return plain(frame);
        }
        return Unpooled.wrappedBuffer(header(length, true, frame.length), Unpooled.wrappedBuffer(block, 0, length));
    }

    private void end() {
        close();
        onEnd.accept(open.channel());
    }

    void close() {
        if (!closed) {
            closed = true;
            held = null;
            source.close();
        }
    }
}
