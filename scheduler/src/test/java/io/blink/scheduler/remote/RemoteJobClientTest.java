package io.blink.scheduler.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.client.ResultStream;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
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
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RemoteJobClientTest {
    private static final JobGraph EMPTY_JOB = new JobGraph(
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
        try (Listening server = Listening.to(master, secret);
                RemoteJobClient client = new RemoteJobClient(server::address, secret)) {
            assertThatThrownBy(() -> client.submit(EMPTY_JOB))
                    .isInstanceOfSatisfying(
                            BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.CANCELED))
                    .hasMessageContaining(master.submitted.get(0));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(new HashSet<>(master.submitted)).hasSize(1);
            assertThat(master.running).isEmpty();
        }
    }

    @Test
    void aMasterThatAnswersIsNotLookedForAgain() throws Exception {
        ApplicationSecret secret = ApplicationSecret.generate();
        AtomicInteger asked = new AtomicInteger();
        try (Listening server = Listening.to(new InterruptingMaster(new Thread()), secret);
                RemoteJobClient client = new RemoteJobClient(
                        () -> {
                            asked.incrementAndGet();
                            return server.address();
                        },
                        secret)) {
            client.cancel("one");
            client.cancel("two");
            assertThat(asked).hasValue(1);
            assertThatThrownBy(client::list).isInstanceOf(BlinkException.class);
            client.cancel("three");
            assertThat(asked).as("asked again behind an error").hasValue(2);
        }
    }

    @Test
    void aResultLargerThanTheConnectionHoldsComesWhole() throws Exception {
        ApplicationSecret secret = ApplicationSecret.generate();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Listening server = Listening.to(new ResultMaster(threads), secret);
                RemoteJobClient client = new RemoteJobClient(server::address, secret);
                ResultStream rows = client.results("job")) {
            long read = 0;
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                read += batch.rowCount();
            }
            assertThat(read).isEqualTo(ResultMaster.ROWS);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Has a result of 8 MB. */
    private static final class ResultMaster extends JobsGrpc.JobsImplBase {
        static final long ROWS = 2_000_000;
        private static final int BATCH_ROWS = 20_000;

        private final Executor threads;

        ResultMaster(Executor threads) {
            this.threads = threads;
        }

        @Override
        public void status(JobIdMessage request, StreamObserver<JobStatusMessage> observer) {
            observer.onNext(JobStatusMessage.getDefaultInstance());
            observer.onCompleted();
        }

        @Override
        public void results(JobIdMessage request, StreamObserver<ResultFrame> observer) {
            ResultSending.start((ServerCallStreamObserver<ResultFrame>) observer, threads, Numbers::new);
        }

        private static final class Numbers implements ResultStream {
            private long given;

            @Override
            public Batch next() {
                if (given == ROWS) {
                    return null;
                }
                given += BATCH_ROWS;
                int[] values = IntStream.range(0, BATCH_ROWS).toArray();
                return new Batch(List.of(new IntColumn(BATCH_ROWS, values, null)));
            }

            @Override
            public void close() {}
        }
    }

    private record Listening(Server server) implements AutoCloseable {
        static Listening to(JobsGrpc.JobsImplBase master, ApplicationSecret secret) throws IOException {
            return new Listening(
                    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .addService(master)
                            .intercept(ClientAuthentication.checking(secret))
                            .build()
                            .start());
        }

        InetSocketAddress address() {
            return InetSocketAddress.createUnresolved("127.0.0.1", server.getPort());
        }

        @Override
        public void close() {
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
