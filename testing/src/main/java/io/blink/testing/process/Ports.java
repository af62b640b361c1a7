package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class Ports {
    // Below the range from which the kernel picks the local ports of outgoing connections, so that a port stays ours
    // over a restart.
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;
    private static final int ATTEMPTS_MAX = 1_000;

    private Ports() {}

    /** A port that nothing listens on and that is not in {@code reserved}; the caller binds it soon. */
    public static int free(Set<Integer> reserved) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (!reserved.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new BlinkException(
                TestingErrorCode.PORT_TAKEN,
                "No free port found between " + FIRST + " and " + LAST + " in " + ATTEMPTS_MAX + " attempts");
    }

    /** Who listens there, as far as this user may know. */
    public static Optional<String> listener(int port) {
        return PortListener.of(port);
    }

    public static boolean isFree(int port) {
        try (ServerSocket loopback = new ServerSocket();
                ServerSocket any = new ServerSocket()) {
            loopback.setReuseAddress(true);
            loopback.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            loopback.close();
            any.setReuseAddress(true);
            any.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
