package io.blink.testing.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The smallest server there is: answers each connection with one byte. */
final class EchoServer {
    private static final int TIMEOUT_MILLIS = 2_000;

    private EchoServer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("fail")) {
            throw new IOException("told to fail");
        }
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 10, InetAddress.getLoopbackAddress())) {
            System.out.println("listening");
            while (true) {
                try (Socket connection = server.accept()) {
                    connection.getOutputStream().write(1);
                }
            }
        }
    }

    static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket.getInputStream().read() == 1;
        }
    }

    static ServerProcess process(Path folder, String argument, Lifetime lifetime) {
        ServerCommand command = new ServerCommand(
                "echo",
                folder,
                JavaHome.forServers(),
                List.of(ServerClassPath.containing(EchoServer.class)),
                EchoServer.class.getName(),
                List.of(argument),
                List.of("-Xmx32m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                Map.of(),
                lifetime);
        return new ServerProcess(command, () -> !argument.equals("fail") && answers(Integer.parseInt(argument)));
    }
}
