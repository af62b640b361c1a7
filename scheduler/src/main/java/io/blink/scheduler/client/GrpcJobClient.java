package io.blink.scheduler.client;

import com.google.protobuf.ByteString;
import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.PlanJson;
import io.blink.scheduler.client.protocol.AwaitRequest;
import io.blink.scheduler.client.protocol.JobRequest;
import io.blink.scheduler.client.protocol.JobsGrpc;
import io.blink.scheduler.client.protocol.ListRequest;
import io.blink.scheduler.client.protocol.ResultRows;
import io.blink.scheduler.client.protocol.SubmitRequest;
import io.blink.scheduler.job.JobStatus;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A client of a master in another process, by its {@link JobServer}. */
public final class GrpcJobClient implements JobClient {
    private static final int MESSAGE_BYTES_MAX = 256 << 20;
    private static final Duration AWAIT_STEP = Duration.ofSeconds(20);

    private final String master;
    private final Duration patience;
    private final ManagedChannel channel;
    private final JobsGrpc.JobsBlockingStub blocking;
    private final JobsGrpc.JobsStub streaming;

    /**
     * @param proof that this client knows the application's secret
     * @param patience for which a call waits for a master that does not answer
     */
    public GrpcJobClient(String host, int port, String proof, Duration patience) {
        this.master = host + ":" + port;
        this.patience = patience;
        Metadata headers = new Metadata();
        headers.put(JobFailures.PROOF, proof);
        channel = NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
        blocking = JobsGrpc.newBlockingStub(channel).withWaitForReady();
        streaming = JobsGrpc.newStub(channel);
    }

    private JobsGrpc.JobsBlockingStub call() {
        return blocking.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw JobFailures.toException(e, master);
        }
    }

    @Override
    public String submit(JobGraph graph) {
        SubmitRequest request = SubmitRequest.newBuilder()
                .setJobId(JobIds.next())
                .setJobGraphJson(PlanJson.write(graph))
                .build();
        return translated(() -> call().submit(request).getJobId());
    }

    private static JobRequest request(String jobId) {
        return JobRequest.newBuilder().setJobId(jobId).build();
    }

    @Override
    public JobStatus status(String jobId) {
        return translated(() -> PlanJson.read(call().status(request(jobId)).getStatusJson(), JobStatus.class));
    }

    @Override
    public List<JobStatus> list() {
        return translated(() -> call().list(ListRequest.getDefaultInstance()).getStatusJsonList().stream()
                .map(status -> PlanJson.read(status, JobStatus.class))
                .toList());
    }

    @Override
    public void cancel(String jobId) {
        translated(() -> call().cancel(request(jobId)));
    }

    @Override
    public JobStatus await(String jobId) throws InterruptedException {
        AwaitRequest request = AwaitRequest.newBuilder()
                .setJobId(jobId)
                .setWaitMillis(AWAIT_STEP.toMillis())
                .build();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            JobStatus status = translated(() -> PlanJson.read(
                    blocking.withDeadlineAfter(AWAIT_STEP.plus(patience).toMillis(), TimeUnit.MILLISECONDS)
                            .await(request)
                            .getStatusJson(),
                    JobStatus.class));
            if (status.state().ended()) {
                return status;
            }
        }
    }

    @Override
    public ResultStream results(String jobId) {
        RemoteResult result = new RemoteResult(master);
        streaming.results(request(jobId), result);
        return result;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** One batch is asked for at a time, while the one before is being used. */
    private static final class RemoteResult implements ResultStream, ClientResponseObserver<JobRequest, ResultRows> {
        private sealed interface Received {
            record Rows(ByteString frame) implements Received {}

            record End() implements Received {}

            record Failed(Throwable error) implements Received {}
        }

        private final String master;
        private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
        private volatile ClientCallStreamObserver<JobRequest> call;
        private boolean ended;

        private RemoteResult(String master) {
            this.master = master;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<JobRequest> started) {
            started.disableAutoRequestWithInitial(2);
            call = started;
        }

        @Override
        public void onNext(ResultRows rows) {
            received.add(new Received.Rows(rows.getFrame()));
        }

        @Override
        public void onError(Throwable error) {
            received.add(new Received.Failed(error));
        }

        @Override
        public void onCompleted() {
            received.add(new Received.End());
        }

        @Override
        public Batch next() throws InterruptedException {
            if (ended) {
                return null;
            }
            Received next = received.take();
            if (next instanceof Received.Rows rows) {
                call.request(1);
                byte[] frame = rows.frame().toByteArray();
                return BatchFrame.decode(frame, 0, frame.length);
            }
            ended = true;
            if (next instanceof Received.Failed failed) {
                throw JobFailures.toException(failed.error(), master);
            }
            return null;
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                call.cancel("no more rows are wanted", null);
            }
        }
    }
}
