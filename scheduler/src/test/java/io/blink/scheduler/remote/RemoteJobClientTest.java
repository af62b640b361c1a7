package io.blink.scheduler.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.scheduler.SchedulerErrorCode;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** The master has the job when the interrupt comes, and the client has no answer yet. */
    @Test
    void anInterruptedSubmissionLeavesNoJob() throws Exception {
        ApplicationSecret secret = ApplicationSecret.generate();
        InterruptingMaster master = new InterruptingMaster(Thread.currentThread());
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(master)
                .intercept(ClientAuthentication.checking(secret))
                .build()
                .start();
        InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", server.getPort());
        try (RemoteJobClient client = new RemoteJobClient(() -> address, secret)) {
            JobGraph graph = new JobGraph(
                    JobGraph.FORMAT_VERSION,
                    "job",
                    ExecutionMode.BATCH,
                    List.of(),
                    List.of(),
                    List.of(),
                    Configuration.empty(),
                    0,
                    "UTC",
                    JobGraph.DEFAULT_KEY_GROUPS);
            assertThatThrownBy(() -> client.submit(graph))
                    .isInstanceOfSatisfying(
                            BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.CANCELED))
                    .hasMessageContaining(master.submitted.get(0));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(new HashSet<>(master.submitted)).hasSize(1);
            assertThat(master.running).isEmpty();
        } finally {
            server.shutdownNow();
        }
    }

    /** Interrupts its client instead of answering its first submission. */
    private static final class InterruptingMaster extends JobsGrpc.JobsImplBase {
        private final Thread client;
        private final List<String> submitted = new CopyOnWriteArrayList<>();
        private final Set<String> running = ConcurrentHashMap.newKeySet();

        InterruptingMaster(Thread client) {
            this.client = client;
        }

        @Override
        public void submit(SubmitRequest request, StreamObserver<JobIdMessage> observer) {
            submitted.add(request.getJobId());
            running.add(request.getJobId());
            if (submitted.size() == 1) {
                client.interrupt();
                return;
            }
            observer.onNext(
                    JobIdMessage.newBuilder().setJobId(request.getJobId()).build());
            observer.onCompleted();
        }

        @Override
        public void cancel(JobIdMessage request, StreamObserver<Nothing> observer) {
            running.remove(request.getJobId());
            observer.onNext(Nothing.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private static InetSocketAddress address(ServerSocket socket) {
        return InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort());
    }
}
