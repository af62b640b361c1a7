package io.blink.testing.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One call of Kafka's protocol (Metadata, version 1, no topics), which a broker answers with itself once the controller lets it serve. */
final class KafkaProbe {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final short METADATA = 3;
    private static final short VERSION = 1;
    private static final int CORRELATION = 7;
    private static final byte[] CLIENT = "probe".getBytes(StandardCharsets.US_ASCII);

    private KafkaProbe() {}

    static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ByteBuffer call = ByteBuffer.allocate(64);
            call.putShort(METADATA).putShort(VERSION).putInt(CORRELATION);
            call.putShort((short) CLIENT.length).put(CLIENT).putInt(0);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(call.position());
            out.write(call.array(), 0, call.position());
            out.flush();
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            answer.readInt();
            boolean mine = answer.readInt() == CORRELATION;
            int brokers = answer.readInt();
            return mine && brokers > 0;
        }
    }
}
