package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.PartitionKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * What consumers and producers say to each other over one connection, version 2. Each message is {@code length:int} (of what follows), {@code type:byte} and its fields, big-endian;
 * text is {@code length:int} and UTF-8. A consumer opens any number of channels over one connection, under numbers of its own choice.
 *
 * <pre>
 * server  CHALLENGE      version:int nonce:16
 * client  AUTHENTICATE   nonce:16 proof:32       HMAC of "consumer", server's nonce, client's nonce
 * server  AUTHENTICATED  proof:32                HMAC of "producer", client's nonce, server's nonce
 * client  OPEN           channel:int job:text vertex:int subtask:int attempt:int edge:int blocking:byte firstBucket:int bucketCount:int skip:long credit:long compress:byte
 * client  CREDIT         channel:int bytes:long
 * client  CLOSE          channel:int
 * either  ALIVE
 * server  FRAME          channel:int compressed:byte length:int bytes    length before compression (LZ4 block)
 * server  WATERMARK      channel:int micros:long
 * server  IDLE           channel:int
 * server  BARRIER        channel:int checkpoint:long timestampMillis:long stop:byte drain:byte
 * server  END            channel:int
 * server  FAILURE        channel:int code:text number:int type:text message:text
 * </pre>
 *
 * The server sends frames of a channel as long as its credit is positive, so that it exceeds it by at most one frame; uncompressed lengths count. {@code skip} frames of a
 * blocking partition are not sent: the consumer has them from an earlier connection.
 */
final class Protocol {
    static final int VERSION = 2;
    static final int MESSAGE_BYTES_MAX = Integer.MAX_VALUE - 64;

    static final int CHALLENGE = 1;
    static final int AUTHENTICATE = 2;
    static final int AUTHENTICATED = 3;
    static final int OPEN = 4;
    static final int CREDIT = 5;
    static final int CLOSE = 6;
    static final int ALIVE = 7;
    static final int FRAME = 8;
    static final int WATERMARK = 9;
    static final int IDLE = 10;
    static final int BARRIER = 11;
    static final int END = 12;
    static final int FAILURE = 13;

    static final String CONSUMER = "consumer";
    static final String PRODUCER = "producer";

    private Protocol() {}

    /** The wish of a consumer. */
    record Open(
            int channel,
            PartitionKey key,
            boolean blocking,
            int firstBucket,
            int bucketCount,
            long skip,
            long credit,
            boolean compress) {}

    static ByteBuf message(ByteBufAllocator allocator, int type, int contentBytes) {
        return allocator.buffer(5 + contentBytes).writeInt(1 + contentBytes).writeByte(type);
    }

    static ByteBuf open(ByteBufAllocator allocator, Open open) {
        TaskAttemptId producer = open.key().producer();
        byte[] job = producer.getJobId().getBytes(StandardCharsets.UTF_8);
        return message(allocator, OPEN, 4 + 4 + job.length + 16 + 1 + 8 + 16 + 1)
                .writeInt(open.channel())
                .writeInt(job.length)
                .writeBytes(job)
                .writeInt(producer.getVertexId())
                .writeInt(producer.getSubtask())
                .writeInt(producer.getAttempt())
                .writeInt(open.key().edgeId())
                .writeBoolean(open.blocking())
                .writeInt(open.firstBucket())
                .writeInt(open.bucketCount())
                .writeLong(open.skip())
                .writeLong(open.credit())
                .writeBoolean(open.compress());
    }

    static Open readOpen(ByteBuf message) {
        int channel = message.readInt();
        TaskAttemptId producer = TaskAttemptId.newBuilder()
                .setJobId(readText(message))
                .setVertexId(message.readInt())
                .setSubtask(message.readInt())
                .setAttempt(message.readInt())
                .build();
        PartitionKey key = new PartitionKey(producer, message.readInt());
        return new Open(
                channel,
                key,
                message.readBoolean(),
                message.readInt(),
                message.readInt(),
                message.readLong(),
                message.readLong(),
                message.readBoolean());
    }

    static ByteBuf credit(ByteBufAllocator allocator, int channel, long bytes) {
        return message(allocator, CREDIT, 12).writeInt(channel).writeLong(bytes);
    }

    static ByteBuf ofChannel(ByteBufAllocator allocator, int type, int channel) {
        return message(allocator, type, 4).writeInt(channel);
    }

    static ByteBuf control(ByteBufAllocator allocator, int channel, Element element) {
        if (element instanceof Element.Watermark watermark) {
            return message(allocator, WATERMARK, 12).writeInt(channel).writeLong(watermark.micros());
        }
        if (element instanceof Element.Barrier barrier) {
            return message(allocator, BARRIER, 22)
                    .writeInt(channel)
                    .writeLong(barrier.checkpointId())
                    .writeLong(barrier.timestampMillis())
                    .writeBoolean(barrier.stop())
                    .writeBoolean(barrier.drain());
        }
        return ofChannel(allocator, element instanceof Element.Idle ? IDLE : END, channel);
    }

    static ByteBuf failure(ByteBufAllocator allocator, int channel, BlinkException failure) {
        byte[] code = failure.code().name().getBytes(StandardCharsets.UTF_8);
        byte[] type = failure.code().type().name().getBytes(StandardCharsets.UTF_8);
        byte[] text = String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8);
        return message(allocator, FAILURE, 20 + code.length + type.length + text.length)
                .writeInt(channel)
                .writeInt(code.length)
                .writeBytes(code)
                .writeInt(failure.code().number())
                .writeInt(type.length)
                .writeBytes(type)
                .writeInt(text.length)
                .writeBytes(text);
    }

    /** A failure on the other side, with its original code. */
    static BlinkException readFailure(ByteBuf message) {
        String code = readText(message);
        int number = message.readInt();
        String type = readText(message);
        return new BlinkException(new RemoteErrorCode(code, number, ErrorType.valueOf(type)), readText(message));
    }

    private record RemoteErrorCode(String name, int number, ErrorType type) implements ErrorCode {}

    static byte[] readBytes(ByteBuf message, int count) {
        if (count < 0 || count > message.readableBytes()) {
            throw violation(count + " bytes where " + message.readableBytes() + " are left");
        }
        byte[] bytes = new byte[count];
        message.readBytes(bytes);
        return bytes;
    }

    private static String readText(ByteBuf message) {
        return new String(readBytes(message, message.readInt()), StandardCharsets.UTF_8);
    }

    static BlinkException violation(String what) {
        return new BlinkException(RuntimeErrorCode.PROTOCOL_VIOLATION, "The data protocol was broken: " + what + ".");
    }
}
