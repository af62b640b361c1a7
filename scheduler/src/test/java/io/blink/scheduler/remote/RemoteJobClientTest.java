package io.blink.scheduler.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.scheduler.SchedulerErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RemoteJobClientTest {
    /** Whoever asks a third time has left two masters that take connections and say nothing. */
    @Test
    void aMasterThatStandsStillIsLeft() throws IOException {
        try (ServerSocket still = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Deque<InetSocketAddress> masters = new ArrayDeque<>(List.of(address(still), address(still)));
            BlinkException enough = new BlinkException(SchedulerErrorCode.MASTER_NOT_REACHABLE, "enough");
            RemoteJobClient.MasterAddress address = () -> {
                if (masters.isEmpty()) {
                    throw enough;
                }
                return masters.poll();
            };
            try (RemoteJobClient client = new RemoteJobClient(address, ApplicationSecret.generate(), 1)) {
                assertThatThrownBy(() -> client.await("job")).isSameAs(enough);
                assertThat(masters).isEmpty();
                masters.add(address(still));
                assertThatThrownBy(() -> client.results("job").next()).isSameAs(enough);
            }
        }
    }

    private static InetSocketAddress address(ServerSocket socket) {
        return InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort());
    }
}
