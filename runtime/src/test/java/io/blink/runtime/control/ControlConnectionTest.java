package io.blink.runtime.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlConnectionTest {
    private static final ApplicationSecret SECRET = ApplicationSecret.generate();

    private final RecordingMaster master = new RecordingMaster();
    private final RecordingWorker worker = new RecordingWorker();

    @Test
    void messagesGoBothWaysInOrder() throws Exception {
        try (ControlServer server = new ControlServer(0, SECRET, master);
                ControlClient client = client(SECRET, new AtomicInteger(server.port()))) {
            client.start();
            WorkerLink link = master.links.poll(20, TimeUnit.SECONDS);
            assertThat(link.workerId()).isEqualTo("w1");
            MasterLink masterLink = worker.links.poll(20, TimeUnit.SECONDS);
            for (int i = 1; i <= 1000; i++) {
                masterLink.send(WorkerMessage.newBuilder().setTerm(i).build());
                link.send(MasterMessage.newBuilder().setTerm(i).build());
            }
            for (int i = 1; i <= 1000; i++) {
                assertThat(master.messages.poll(20, TimeUnit.SECONDS).getTerm()).isEqualTo(i);
                assertThat(worker.messages.poll(20, TimeUnit.SECONDS).getTerm()).isEqualTo(i);
            }
        }
        assertThat(master.disconnections.poll(20, TimeUnit.SECONDS)).isEqualTo("w1");
    }

    @Test
    void aWorkerFindsTheSuccessorOfItsMaster() throws Exception {
        AtomicInteger port = new AtomicInteger();
        ControlServer first = new ControlServer(0, SECRET, master);
        port.set(first.port());
        try (ControlClient client = client(SECRET, port)) {
            client.start();
            assertThat(master.links.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(worker.links.poll(20, TimeUnit.SECONDS)).isNotNull();
            first.close();
            assertThat(worker.disconnections.poll(20, TimeUnit.SECONDS)).isNotNull();
            try (ControlServer second = new ControlServer(0, SECRET, master)) {
                port.set(second.port());
                assertThat(master.links.poll(20, TimeUnit.SECONDS)).isNotNull();
                worker.links.poll(20, TimeUnit.SECONDS).send(WorkerMessage.getDefaultInstance());
                assertThat(master.messages.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void aWorkerLeavesAMasterThatStandsStill() throws Exception {
        try (ServerSocket still = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ControlServer successor = new ControlServer(0, SECRET, master)) {
            AtomicInteger port = new AtomicInteger(still.getLocalPort());
            try (ControlClient client = new ControlClient(
                    () -> InetSocketAddress.createUnresolved("127.0.0.1", port.getAndSet(successor.port())),
                    SECRET,
                    "w1",
                    worker,
                    200)) {
                client.start();
                assertThat(master.links.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void aMasterThatClosesALinkEndsTheConnection() throws Exception {
        try (ControlServer server = new ControlServer(0, SECRET, master);
                ControlClient client = client(SECRET, new AtomicInteger(server.port()))) {
            client.start();
            master.links.poll(20, TimeUnit.SECONDS).close();
            assertThat(worker.disconnections.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(master.links.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void whoDoesNotKnowTheSecretIsNotHeard() throws Exception {
        try (ControlServer server = new ControlServer(0, SECRET, master);
                ControlClient stranger = client(ApplicationSecret.generate(), new AtomicInteger(server.port()))) {
            stranger.start();
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThat(worker.lookUps.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(master.links).isEmpty();
            assertThat(master.messages).isEmpty();
        }
    }

    private ControlClient client(ApplicationSecret secret, AtomicInteger port) {
        return new ControlClient(
                () -> {
                    worker.lookUps.add("asked for the address");
                    return InetSocketAddress.createUnresolved("localhost", port.get());
                },
                secret,
                "w1",
                worker);
    }

    private static final class RecordingMaster implements WorkerMessageHandler {
        private final BlockingQueue<WorkerLink> links = new LinkedBlockingQueue<>();
        private final BlockingQueue<WorkerMessage> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> disconnections = new LinkedBlockingQueue<>();

        @Override
        public void connected(WorkerLink link) {
            links.add(link);
        }

        @Override
        public void received(WorkerLink link, WorkerMessage message) {
            messages.add(message);
        }

        @Override
        public void disconnected(WorkerLink link) {
            disconnections.add(link.workerId());
        }
    }

    private static final class RecordingWorker implements MasterMessageHandler {
        private final BlockingQueue<MasterLink> links = new LinkedBlockingQueue<>();
        private final BlockingQueue<MasterMessage> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<MasterLink> disconnections = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> lookUps = new LinkedBlockingQueue<>();

        @Override
        public void connected(MasterLink link) {
            links.add(link);
        }

        @Override
        public void received(MasterLink link, MasterMessage message) {
            messages.add(message);
        }

        @Override
        public void disconnected(MasterLink link) {
            disconnections.add(link);
        }
    }
}
