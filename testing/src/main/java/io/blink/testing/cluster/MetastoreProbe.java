package io.blink.testing.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One call of the metastore's Thrift API ({@code get_all_databases}, strict binary protocol), which its database must answer. */
final class MetastoreProbe {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int CALL = 0x80010001;
    private static final int REPLY = 0x80010002;
    private static final byte STOP = 0;
    private static final byte LIST = 15;
    private static final byte[] METHOD = "get_all_databases".getBytes(StandardCharsets.US_ASCII);

    private MetastoreProbe() {}

    static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DataOutputStream call = new DataOutputStream(socket.getOutputStream());
            call.writeInt(CALL);
            call.writeInt(METHOD.length);
            call.write(METHOD);
            call.writeInt(1);
            call.writeByte(STOP);
            call.flush();
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            boolean reply = answer.readInt() == REPLY;
            answer.skipNBytes(answer.readInt());
            answer.readInt();
            // The result is a struct: field 0, a list, is the databases; any other field an exception.
            return reply && answer.readByte() == LIST;
        }
    }
}
